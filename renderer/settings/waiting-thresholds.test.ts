import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../preload/settings-contract.ts';
import { alarmRange, warnRange, withAlarm, withWarn } from './waiting-thresholds.ts';

const Thresholds = Settings.pick({ waitingWarnMinutes: true, waitingAlarmMinutes: true });
const before = fc
  .tuple(fc.integer({ min: 1, max: 1_440 }), fc.integer({ min: 1, max: 1_440 }))
  .map(([waitingWarnMinutes, waitingAlarmMinutes]) => ({ waitingWarnMinutes, waitingAlarmMinutes }));

describe('waiting thresholds', () => {
  it('are what was asked for, in order and in bounds, whichever is set', () => {
    fc.assert(
      fc.property(before, fc.integer({ min: warnRange.least, max: warnRange.most }), (thresholds, minutes) => {
        const { waitingWarnMinutes, waitingAlarmMinutes } = Thresholds.parse(withWarn(minutes, thresholds));
        expect(waitingWarnMinutes).toBe(minutes);
        expect(waitingAlarmMinutes).toBeGreaterThan(waitingWarnMinutes);
      }),
    );
    fc.assert(
      fc.property(before, fc.integer({ min: alarmRange.least, max: alarmRange.most }), (thresholds, minutes) => {
        const { waitingWarnMinutes, waitingAlarmMinutes } = Thresholds.parse(withAlarm(minutes, thresholds));
        expect(waitingAlarmMinutes).toBe(minutes);
        expect(waitingAlarmMinutes).toBeGreaterThan(waitingWarnMinutes);
      }),
    );
  });

  it('leave each other alone where there is room', () => {
    const thresholds = { waitingWarnMinutes: 5, waitingAlarmMinutes: 15 };
    expect(withWarn(10, thresholds)).toEqual({ waitingWarnMinutes: 10, waitingAlarmMinutes: 15 });
    expect(withAlarm(30, thresholds)).toEqual({ waitingWarnMinutes: 5, waitingAlarmMinutes: 30 });
  });
});
