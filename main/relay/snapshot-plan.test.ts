import { describe, expect, it } from 'vitest';
import type { Scope } from '../../protocol/technicians.ts';
import { companyId } from '../storage/testing/entries.ts';
import { nextPlace, placeProgress, planSnapshot } from './snapshot-plan.ts';

const scope = (companies: number[], available = true): Scope => ({
  revision: `${companies} ${available}`,
  companies: companies.map(companyId),
  available,
  absent: false,
});

describe('what a new scope lacks', () => {
  it('is everything at the first start, or when the last snapshot was not finished', () => {
    const everything = { stage: 'directory', after: null, companies: scope([1, 2]).companies, unassignedOnly: false };
    expect(planSnapshot(null, scope([1, 2]), null)).toEqual(everything);
    const unfinished = { stage: 'closed', after: '9.0', companies: [], unassignedOnly: false } as const;
    expect(planSnapshot(scope([1]), scope([1, 2]), { ...unfinished, companies: [] })).toEqual(everything);
  });
  it('is the gained companies, or what nobody has, or nothing', () => {
    expect(planSnapshot(scope([1]), scope([1, 2]), null)).toMatchObject({
      companies: [companyId(2)],
      unassignedOnly: false,
    });
    expect(planSnapshot(scope([1], false), scope([1]), null)).toMatchObject({
      companies: [companyId(1)],
      unassignedOnly: true,
    });
    expect(planSnapshot(scope([1], false), scope([1, 2]), null)).toMatchObject({
      companies: scope([1, 2]).companies,
      unassignedOnly: false,
    });
    expect(planSnapshot(scope([1, 2]), scope([1]), null)).toBeNull();
    expect(planSnapshot(scope([1]), scope([1], false), null)).toBeNull();
  });
  it('comes as directory, open, closed; what nobody has is never closed', () => {
    const start = { stage: 'directory', after: null, companies: [], unassignedOnly: false } as const;
    const open = nextPlace({ ...start, companies: [] }, null);
    expect(open).toMatchObject({ stage: 'open', after: null });
    expect(nextPlace(open as never, '7.0')).toMatchObject({ stage: 'open', after: '7.0' });
    const closed = nextPlace(open as never, null);
    expect(closed).toMatchObject({ stage: 'closed' });
    expect(nextPlace(closed as never, null)).toBeNull();
    expect(nextPlace({ ...(open as NonNullable<typeof open>), unassignedOnly: true }, null)).toBeNull();
  });
  it('tells how much of the history is there by the request numbers', () => {
    const place = { stage: 'closed', after: '250.0', companies: [], unassignedOnly: false } as const;
    expect(placeProgress({ ...place, companies: [] }, 1_000)).toBe(0.75);
    expect(placeProgress({ ...place, companies: [] }, null)).toBeNull();
  });
});
