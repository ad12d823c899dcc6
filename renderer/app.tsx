import { useState } from 'react';
import { Sheets } from './dialogs/sheets.tsx';
import { DetailsPane } from './panes/details/details-pane.tsx';
import { MinePane } from './panes/mine/mine-pane.tsx';
import { RequestsPane } from './panes/requests/requests-pane.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { useAccount } from './state/account.ts';
import { useSetting, writeSettings } from './state/settings.ts';
import { useTranslator } from './state/translator.ts';
import { TopBar } from './top-bar.tsx';
import { Splitter } from './ui/splitter.tsx';
import styles from './app.module.css';

/** Shares of a grid's length. They are large: where less than `1fr` is left to share, CSS leaves the rest of it empty. */
const shares = (first: number, least: string): string =>
  `minmax(0, ${first * 100}fr) 1px minmax(${least}, ${(1 - first) * 100}fr)`;

/** The three panes; the lines between them are where the person left them. */
function Panes() {
  const { t } = useTranslator();
  const kept = useSetting('panes');
  const [moved, setMoved] = useState<Partial<typeof kept>>({});
  const { lists, requests } = { ...kept, ...moved };
  const keep = (patch: Partial<typeof kept>): void => {
    setMoved({});
    writeSettings({ panes: { ...kept, ...patch } });
  };
  return (
    <main className={styles['panes']} style={{ gridTemplateColumns: shares(lists, '360px') }}>
      <div className={styles['lists']} style={{ gridTemplateRows: shares(requests, '0') }}>
        <RequestsPane />
        <Splitter
          label={t('pane.resizeLists')}
          parts="rows"
          value={requests}
          least={0.2}
          most={0.85}
          onChange={(share) => setMoved({ requests: share })}
          onDone={(share) => keep({ requests: share })}
        />
        <MinePane />
      </div>
      <Splitter
        label={t('pane.resizeDetails')}
        parts="columns"
        value={lists}
        least={0.3}
        most={0.8}
        onChange={(share) => setMoved({ lists: share })}
        onDone={(share) => keep({ lists: share })}
      />
      <DetailsPane />
    </main>
  );
}

/** The console's window: the panes for who is signed in, the way in for who is not. */
export function App() {
  const isSignedIn = useAccount((account) => account.kind === 'signed-in');
  if (!isSignedIn) return <SignIn />;
  return (
    <div className={styles['app']}>
      <TopBar />
      <Panes />
      <Sheets />
    </div>
  );
}
