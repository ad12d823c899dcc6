import type { Translator } from '../../i18n/translate.ts';
import type { ListRow } from '../../preload/list-contract.ts';
import type { Instant, Position } from '../../protocol/ids.ts';
import type { ConsoleState } from '../console-state.ts';
import { onceAtATime, whenQuiet } from '../latest.ts';
import type { SettingsStore } from '../settings.ts';
import type { Phase } from '../storage/notification-steps.ts';
import type { Storage } from '../storage/storage.ts';
import type { LinkState } from './deep-links.ts';
import { disturbedUntil } from './do-not-disturb.ts';
import type { Notifications } from './notifications.ts';
import type { PopOuts } from './pop-outs.ts';
import type { TrayState } from './tray-menu.ts';

export type FollowUpParts = {
  state: () => ConsoleState;
  storage: Pick<Storage, 'readList' | 'readStanding' | 'addPhase'>;
  settings: SettingsStore;
  translator: () => Translator;
  clock: () => Instant;
  showTray: (state: TrayState, translator: Translator) => void;
  showBadge: (unread: number, t: Translator['t']) => void;
  onLinkState: (state: LinkState) => void;
  popOuts: Pick<PopOuts, 'ids' | 'close'>;
  expect: Notifications['expect'];
  onError: (error: unknown) => void;
};

/** The windows come first: tray and badge follow in the first quiet moment, and once for what comes together. */
const quiet = { rest: 300, longest: 1_500 };
const mostExpected = 50;
const inTray = 5;

/** Keeps tray, badge, links, chat windows and the record of what the console was in line with how it is. */
export function createFollowUp(parts: FollowUpParts) {
  const { state, storage, settings, translator, clock, onError } = parts;
  let phase: Phase = 'started';
  let wasReady = false;
  let ending: NodeJS.Timeout | undefined;

  /** The requests that wait, longest first. */
  async function readWaiting(limit: number): Promise<ListRow[]> {
    const sort = { column: 'waiting', descending: false } as const;
    return (await storage.readList({ filter: 'new', search: '', sort, offset: 0, limit })).rows;
  }

  async function expectWaiting(): Promise<void> {
    const rows = await readWaiting(mostExpected);
    parts.expect(
      rows.map(({ id, customerName, companyName, subject }) => ({
        kind: 'request',
        id,
        position: 0 as Position,
        customer: customerName,
        company: companyName,
        subject,
      })),
    );
  }

  async function keepPhase({ available, connection }: ConsoleState): Promise<void> {
    const isOnline = connection.kind === 'live' || connection.kind === 'catching-up';
    const next: Phase = isOnline ? (available ? 'live' : 'unavailable') : 'offline';
    // Until it has reached the relay for the first time, it has just started.
    if (next === phase || (phase === 'started' && next === 'offline')) return;
    phase = next;
    await storage.addPhase(clock(), next);
  }

  async function trayState({ me, available, connection, counts }: ConsoleState): Promise<TrayState> {
    const rows = me === null || counts.new === 0 ? [] : await readWaiting(inTray);
    return {
      signedIn: me !== null,
      available,
      live: connection.kind === 'live',
      unread: counts.unread,
      waiting: counts.new,
      queue: rows.map(({ id, customerName, companyName, waitingSince, createdAt }) => ({
        id,
        customer: customerName,
        company: companyName,
        since: waitingSince ?? createdAt,
      })),
      doNotDisturbUntil: disturbedUntil(settings.read(), clock()),
    };
  }

  async function followUp(): Promise<void> {
    const now = state();
    const { kind, progress } = now.connection;
    const isReady = now.me !== null && now.available && kind === 'live';
    if (isReady && !wasReady) await expectWaiting();
    wasReady = isReady;
    await keepPhase(now);
    parts.showTray(await trayState(now), translator());
    parts.showBadge(now.counts.unread, translator().t);
    const arriving = kind === 'connecting' || kind === 'catching-up' || (kind === 'live' && progress !== null);
    parts.onLinkState({ signedIn: now.me !== null, arriving });
    const standings = await storage.readStanding(parts.popOuts.ids());
    parts.popOuts.close(standings.filter(({ readUpTo }) => readUpTo === null).map(({ id }) => id));
  }
  const soon = whenQuiet(quiet, onceAtATime(followUp, onError));
  const refresh = soon.ask;

  /** When nothing disturbs for a while, the tray says by itself that it is over. */
  function followDisturbance(): void {
    clearTimeout(ending);
    const until = disturbedUntil(settings.read(), clock());
    if (typeof until === 'number') ending = setTimeout(refresh, until - clock());
  }

  return {
    refresh,
    settingsChanged: (): void => {
      followDisturbance();
      refresh();
    },
    /** The storage is open: from here on what the console was is on record. */
    started: (): Promise<void> => {
      followDisturbance();
      return storage.addPhase(clock(), 'started');
    },
    close: (): Promise<void> => {
      clearTimeout(ending);
      soon.cancel();
      return storage.addPhase(clock(), 'not-running');
    },
  };
}
