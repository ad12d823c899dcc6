import type { MessageBoxOptions, MessageBoxReturnValue } from 'electron/main';
import type { Translate } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';

export type LeavingParts = {
  t: Translate;
  /** Requests that I have. */
  readHeld: () => Promise<readonly RequestId[]>;
  isLive: () => boolean;
  ask: (options: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, 'response'>>;
  giveBack: (id: RequestId) => Promise<unknown>;
  /** Whether the relay has all that was given to it. */
  isDelivered: () => boolean;
};

const deliveryMs = 5_000;
const lookMs = 50;

/** Resolves when it is so, or after a while. */
async function waitFor(isSo: () => boolean): Promise<void> {
  const look = AbortSignal.timeout(deliveryMs);
  while (!isSo() && !look.aborted) await new Promise((resolve) => setTimeout(resolve, lookMs));
}

/** Asks what becomes of the requests that somebody holds who quits (spec 8.6); answers whether he does quit. */
export async function askBeforeLeaving(parts: LeavingParts): Promise<boolean> {
  const { t, readHeld, isLive, ask, giveBack, isDelivered } = parts;
  const held = await readHeld();
  if (held.length === 0) return true;
  // Giving back while offline would leave the customers waiting until the next start.
  const choices = isLive() ? (['keep', 'giveBack', 'stay'] as const) : (['keep', 'stay'] as const);
  const { response } = await ask({
    type: 'question',
    title: 'Sportello',
    message: t('leaving.title', { count: held.length }),
    detail: t(isLive() ? 'leaving.text' : 'leaving.textOffline'),
    buttons: choices.map((choice) => t(`leaving.${choice}`)),
    defaultId: 0,
    cancelId: choices.length - 1,
    noLink: true,
  });
  const choice = choices[response] ?? 'stay';
  if (choice === 'giveBack') {
    await Promise.all(held.map(giveBack));
    await waitFor(isDelivered);
  }
  return choice !== 'stay';
}
