import type { MessageBoxOptions, MessageBoxReturnValue } from 'electron/main';
import type { Translate } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';

export type LeavingParts = {
  t: Translate;
  /** Requests that I have. */
  readHeld: () => Promise<readonly RequestId[]>;
  isLive: () => boolean;
  ask: (options: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, 'response'>>;
  /** Gives a request back to everybody; resolves when the relay has it. */
  giveBack: (ids: readonly RequestId[]) => Promise<void>;
};

/** Asks what becomes of the requests that somebody holds who quits (spec 8.6); answers whether he does quit. */
export async function askBeforeLeaving({ t, readHeld, isLive, ask, giveBack }: LeavingParts): Promise<boolean> {
  const held = await readHeld();
  if (held.length === 0) return true;
  const count = held.length;
  // Giving back while offline would leave the customers waiting until the next start.
  const choices = isLive() ? (['keep', 'giveBack', 'stay'] as const) : (['keep', 'stay'] as const);
  const { response } = await ask({
    type: 'question',
    title: 'Sportello',
    message: t('leaving.title', { count }),
    detail: t(isLive() ? 'leaving.text' : 'leaving.textOffline'),
    buttons: choices.map((choice) => t(`leaving.${choice}`)),
    defaultId: 0,
    cancelId: choices.length - 1,
    noLink: true,
  });
  const choice = choices[response] ?? 'stay';
  if (choice === 'giveBack') await giveBack(held);
  return choice !== 'stay';
}
