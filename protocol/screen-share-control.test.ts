import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatControl, parseControl, type ScreenShareControl } from './screen-share-control.ts';

// JSON knows no -0.
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const control: fc.Arbitrary<ScreenShareControl> = fc.oneof(
  fc.record({ kind: fc.constant('point' as const), x: share, y: share, press: fc.boolean() }),
  fc.constant({ kind: 'unpoint' as const }),
  fc.record({ kind: fc.constant('pause' as const), paused: fc.boolean() }),
);

describe('what goes beside the picture', () => {
  it('is read as it was written', () =>
    fc.assert(
      fc.property(control, (said) => {
        expect(parseControl(formatControl(said))).toEqual(said);
      }),
    ));

  it('is nothing else than what there is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (data) => {
        const read = parseControl(data);
        return read === null || ['point', 'unpoint', 'pause'].includes(read.kind);
      }),
    );
    for (const x of [-0.1, 1.1, '0', null]) {
      expect(parseControl(JSON.stringify({ kind: 'point', x, y: 0, press: false }))).toBe(null);
    }
    expect(parseControl(`{"kind":"unpoint"${' '.repeat(200)}}`)).toBe(null);
  });
});
