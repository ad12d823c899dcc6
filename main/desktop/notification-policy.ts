import type { NotificationKind, NotificationReason } from '../../preload/desktop-contract.ts';
import type { Settings } from '../../preload/settings-contract.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import { isWithin } from '../../protocol/quiet-hours.ts';
import { disturbedUntil } from './do-not-disturb.ts';

/** What of the desk decides whether an event disturbs the technician. */
export type Desk = {
  now: Instant;
  /** Minutes of the day here, of 0..1439. */
  minuteOfDay: number;
  settings: Pick<
    Settings,
    'notifications' | 'sound' | 'volume' | 'sounds' | 'doNotDisturbUntil' | 'quietHours' | 'remindMinutes'
  >;
  /** A window of the console has the focus, and what it shows. */
  focused: boolean;
  onScreen: RequestId | null;
};

/** Whether an event becomes a notification, and whether it is heard; if it is not shown, why. */
export type Decision = { show: true; sound: boolean } | { show: false; reason: NotificationReason; sound: boolean };

/** What keeps every notification away at the moment, or null. */
export function hindrance({
  now,
  minuteOfDay,
  settings,
}: Omit<Desk, 'focused' | 'onScreen'>): 'do-not-disturb' | 'quiet-hours' | null {
  const { quietHours } = settings;
  if (disturbedUntil(settings, now) !== null) return 'do-not-disturb';
  return quietHours.on && isWithin(minuteOfDay, quietHours) ? 'quiet-hours' : null;
}

/** Whether an event about a request disturbs the technician, and how (spec 2 Desktop integration). */
export function decide(kind: NotificationKind, id: RequestId, desk: Desk): Decision {
  const { settings, focused, onScreen } = desk;
  const quiet = hindrance(desk);
  if (quiet !== null) return { show: false, reason: quiet, sound: false };
  if (focused && onScreen === id) return { show: false, reason: 'on-screen', sound: false };
  const sound = settings.sound && settings.sounds[kind] && settings.volume > 0;
  if (!settings.notifications) return { show: false, reason: 'notifications-off', sound };
  if (focused) return { show: false, reason: 'window-focused', sound };
  return { show: true, sound };
}

/** When a request that nobody has taken is brought up again; null: never. */
export const remindAt = (now: Instant, { remindMinutes }: Pick<Settings, 'remindMinutes'>): Instant | null =>
  remindMinutes === 0 ? null : now + remindMinutes * 60_000;
