import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { requestLink } from '../../protocol/links.ts';
import { createLinks, linkIn } from './deep-links.ts';

const id = (n: number): RequestId => n as RequestId;
const link = (n: number) => linkIn(['console', '--flag', requestLink(id(n))]);

describe("a link among a program's arguments", () => {
  it('is found wherever it stands', () => {
    expect(link(42)).toEqual({ kind: 'request', id: 42 });
    expect(linkIn(['console', '.'])).toBeNull();
    expect(linkIn(['console', 'sportello://request/../../etc'])).toEqual({ kind: 'unknown' });
  });
});

describe('following a link', () => {
  let forward: number;
  let shown: number[];
  let here: Set<number>;
  let links: ReturnType<typeof createLinks>;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  beforeEach(() => {
    forward = 0;
    shown = [];
    here = new Set();
    links = createLinks({
      onForward: () => {
        forward += 1;
      },
      onShow: (request) => shown.push(request),
      isHere: async (request) => here.has(request),
      onError: (error) => {
        throw error;
      },
    });
  });

  it('comes forward at once, and waits until somebody is signed in', async () => {
    links.open(link(1));
    await settled();
    expect([forward, shown]).toEqual([1, []]);
    links.changed({ signedIn: true, arriving: false });
    await settled();
    expect(shown).toEqual([1]);
  });

  it('waits for what is on its way into the cache, but not for what is there', async () => {
    links.changed({ signedIn: true, arriving: true });
    here.add(1);
    links.open(link(1));
    links.open(link(2));
    await settled();
    expect(shown).toEqual([]);
    links.open(link(1));
    await settled();
    expect(shown).toEqual([1]);
    links.open(link(2));
    here.add(2);
    links.changed({ signedIn: true, arriving: true });
    await settled();
    expect(shown).toEqual([1, 2]);
  });

  it('shows that a request is not here once nothing is on its way any more', async () => {
    links.changed({ signedIn: true, arriving: true });
    links.open(link(9));
    links.changed({ signedIn: true, arriving: false });
    await settled();
    expect(shown).toEqual([9]);
  });

  it('is done once: what changes later does not jump back to it', async () => {
    links.changed({ signedIn: true, arriving: false });
    links.open(link(1));
    await settled();
    links.changed({ signedIn: true, arriving: false });
    await settled();
    expect(shown).toEqual([1]);
  });

  it('only brings the console forward for a link that is not one of ours', async () => {
    links.changed({ signedIn: true, arriving: false });
    links.open({ kind: 'unknown' });
    links.open(null);
    await settled();
    expect([forward, shown]).toEqual([1, []]);
  });
});
