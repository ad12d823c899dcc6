import type { Settings } from '../../preload/settings-contract.ts';
import type { DoNotDisturb } from '../../preload/desktop-contract.ts';
import type { Instant } from '../../protocol/ids.ts';

/** The hour at which a day begins for those who are not to be disturbed until it does. */
const morning = 8;

/** Until when nothing disturbs, if it is so at this moment; null: it may. */
export const disturbedUntil = (
  { doNotDisturbUntil: until }: Pick<Settings, 'doNotDisturbUntil'>,
  now: Instant,
): Settings['doNotDisturbUntil'] => (until === 'turned-off' || (until !== null && until > now) ? until : null);

/** Until when nothing disturbs, chosen at this moment; null: it may. */
export function disturbAgainAt(choice: DoNotDisturb, now: Instant): Settings['doNotDisturbUntil'] {
  switch (choice) {
    case 'off':
      return null;
    case 'hour':
      return now + 3_600_000;
    case 'tomorrow': {
      const day = new Date(now);
      day.setDate(day.getDate() + 1);
      return day.setHours(morning, 0, 0, 0);
    }
    case 'on':
      return 'turned-off';
  }
}
