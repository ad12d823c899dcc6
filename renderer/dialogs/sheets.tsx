import { Palette } from '../palette/palette.tsx';
import { SettingsSheet } from '../settings/settings-sheet.tsx';
import { usePerform, type Sheet } from '../state/perform.ts';
import { NoticeSheet } from './notice.tsx';
import { ProfilesSheet } from './profiles.tsx';
import { ShortcutsSheet } from './shortcuts.tsx';
import { SignOutSheet } from './sign-out.tsx';
import { TranscriptSheet } from './transcript.tsx';
import { TransferSheet } from './transfer.tsx';

const sheets: Readonly<Record<Sheet, () => React.ReactNode>> = {
  palette: Palette,
  settings: SettingsSheet,
  shortcuts: ShortcutsSheet,
  transfer: TransferSheet,
  profiles: ProfilesSheet,
  notice: NoticeSheet,
  transcript: TranscriptSheet,
  'sign-out': SignOutSheet,
};

/** The window over the panes, if one is open. */
export function Sheets() {
  const sheet = usePerform((state) => state.sheet);
  if (sheet === null) return null;
  const Open = sheets[sheet];
  return <Open />;
}
