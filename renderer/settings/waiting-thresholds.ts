import type { Settings } from '../../preload/settings-contract.ts';

type Thresholds = Pick<Settings, 'waitingWarnMinutes' | 'waitingAlarmMinutes'>;

/** Minutes that a threshold can have; the alarm is always at least one minute after the warning. */
export const warnRange = { least: 1, most: 1_439 } as const;
export const alarmRange = { least: 2, most: 1_440 } as const;

/** Sets the warning; where it would come after the alarm, the alarm moves on before it. */
export const withWarn = (minutes: number, { waitingAlarmMinutes }: Thresholds): Thresholds => ({
  waitingWarnMinutes: minutes,
  waitingAlarmMinutes: Math.max(waitingAlarmMinutes, minutes + 1),
});

/** Sets the alarm; where it would come before the warning, the warning gives way. */
export const withAlarm = (minutes: number, { waitingWarnMinutes }: Thresholds): Thresholds => ({
  waitingWarnMinutes: Math.min(waitingWarnMinutes, minutes - 1),
  waitingAlarmMinutes: minutes,
});
