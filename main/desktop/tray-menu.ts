import type { Translator } from '../../i18n/translate.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import type { DoNotDisturb } from '../../preload/desktop-contract.ts';

/** A request that waits, as the tray names it. */
export type WaitingRequest = { id: RequestId; customer: string; company: string; since: Instant };

export type TrayState = {
  signedIn: boolean;
  available: boolean;
  live: boolean;
  unread: number;
  /** How many requests wait for somebody to take them, and the first of them, longest first. */
  waiting: number;
  queue: readonly WaitingRequest[];
  doNotDisturbUntil: Instant | 'turned-off' | null;
};

/** What an entry of the menu does. */
export type TrayChoice =
  | { kind: 'open' }
  | { kind: 'show-new' }
  | { kind: 'show'; id: RequestId }
  | { kind: 'take'; id: RequestId }
  | { kind: 'available'; available: boolean }
  | { kind: 'do-not-disturb'; choice: DoNotDisturb }
  | { kind: 'quit' };

/** An entry: something to choose, a heading, a menu of its own, or a line (null). */
export type TrayEntry = {
  label: string;
  choice?: TrayChoice;
  /** One of several, and whether it is the one. */
  checked?: boolean;
  enabled?: boolean;
  entries?: TrayEntry[];
} | null;

/** So many requests stand in the menu; the rest is in the window. */
const most = 5;

/** Which picture tells the state at a glance. */
export function trayPicture({
  signedIn,
  available,
  live,
  unread,
}: Pick<TrayState, 'signedIn' | 'available' | 'live' | 'unread'>): 'available' | 'unavailable' | 'offline' | 'unread' {
  if (!signedIn || !live) return 'offline';
  if (unread > 0) return 'unread';
  return available ? 'available' : 'unavailable';
}

/** What a menu would take for a sign of its own. */
const plain = (label: string): string => label.replaceAll('&', '&&');

function queueEntries({ waiting, queue, live }: TrayState, { t, time }: Translator): TrayEntry[] {
  if (waiting === 0) return [];
  const shown = queue.slice(0, most);
  return [
    { label: t('tray.waiting', { count: waiting }), enabled: false },
    ...shown.map(({ id, customer, company, since }) => ({
      label: plain(t('tray.waitingRequest', { customer, company, time: time(since) })),
      entries: [
        { label: t('notification.action.assign'), choice: { kind: 'take', id } as const, enabled: live },
        { label: t('tray.show'), choice: { kind: 'show', id } as const },
      ],
    })),
    ...(waiting > shown.length
      ? [{ label: t('tray.more', { count: waiting - shown.length }), choice: { kind: 'show-new' } as const }]
      : []),
    null,
  ];
}

function disturbEntries({ doNotDisturbUntil }: TrayState, { t, time }: Translator): TrayEntry {
  const on = doNotDisturbUntil !== null;
  const choices = ['hour', 'tomorrow', 'on', 'off'] as const;
  return {
    label: !on
      ? t('doNotDisturb.title')
      : doNotDisturbUntil === 'turned-off'
        ? t('doNotDisturb.isOn')
        : t('doNotDisturb.until', { time: time(doNotDisturbUntil) }),
    entries: choices
      .filter((choice) => on || choice !== 'off')
      .map((choice) => ({
        label: t(`doNotDisturb.${choice}`),
        choice: { kind: 'do-not-disturb', choice } as const,
      })),
  };
}

/** The tray's menu: who waits, my status, and the way to the window. */
export function trayEntries(state: TrayState, translator: Translator): TrayEntry[] {
  const { t } = translator;
  const open: TrayEntry = { label: t('tray.open'), choice: { kind: 'open' } };
  const quit: TrayEntry = { label: t('menu.quit'), choice: { kind: 'quit' } };
  if (!state.signedIn) return [open, null, quit];
  const availability = ([true, false] as const).map((available) => ({
    label: t(available ? 'availability.available' : 'availability.unavailable'),
    choice: { kind: 'available', available } as const,
    checked: state.available === available,
    enabled: state.live,
  }));
  return [
    open,
    null,
    ...queueEntries(state, translator),
    ...availability,
    null,
    disturbEntries(state, translator),
    null,
    quit,
  ];
}
