import type { Settings } from '../../preload/settings-contract.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type { ReachManners } from '../../protocol/reach.ts';
import type { ConsoleState } from '../console-state.ts';

export type MannersParts = {
  settings: () => Pick<Settings, 'privateNotifications' | 'quietHours'>;
  language: () => Language;
  state: () => ConsoleState;
  ask: (manners: ReachManners) => Promise<Result<unknown>>;
  onError: (error: unknown) => void;
};

/**
 * Tells the relay of this console's quiet hours, privacy and language, which count for its messages too: whenever the
 * connection has come about, and when they change. Answers what to call when either may have happened.
 */
export function createManners({ settings, language, state, ask, onError }: MannersParts): () => void {
  /** What the relay knows, as long as the connection lasts. */
  let told = '';
  return () => {
    if (state().connection.kind !== 'live') {
      told = '';
      return;
    }
    const { privateNotifications: isPrivate, quietHours } = settings();
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const manners = { language: language(), timeZone, isPrivate, quietHours };
    const now = JSON.stringify(manners);
    if (now === told) return;
    told = now;
    ask(manners)
      .then((answer) => {
        // Told again as soon as the connection is back.
        if (!answer.ok) told = '';
      })
      .catch(onError);
  };
}
