import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../i18n/catalogues.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { trayEntries, trayPicture, type TrayEntry, type TrayState } from './tray-menu.ts';

const english = translatorOf('en', 'en-GB');
const state: TrayState = {
  signedIn: true,
  available: true,
  live: true,
  unread: 0,
  waiting: 0,
  queue: [],
  doNotDisturbUntil: null,
};
const labels = (entries: readonly TrayEntry[]): unknown[] =>
  entries.map((entry) => {
    if (entry === null) return '-';
    const { label, entries: more, enabled } = entry;
    if (more !== undefined) return [label, labels(more)];
    return enabled === false ? `(${label})` : label;
  });
const waiting = (n: number) => ({
  id: n as RequestId,
  customer: `Customer ${n}`,
  company: 'Acme & Sons',
  since: new Date(2026, 10, 24, 10, n).getTime(),
});

describe('the picture in the tray', () => {
  it.each([
    [{}, 'available'],
    [{ available: false }, 'unavailable'],
    [{ unread: 1 }, 'unread'],
    [{ unread: 1, available: false }, 'unread'],
    [{ unread: 1, live: false }, 'offline'],
    [{ signedIn: false }, 'offline'],
  ] as const)('%o: %s', (patch, picture) => {
    expect(trayPicture({ ...state, ...patch })).toBe(picture);
  });
});

describe("the tray's menu", () => {
  it('has availability, do-not-disturb, and the ways in and out', () => {
    expect(labels(trayEntries(state, english))).toEqual([
      'Open Sportello',
      '-',
      'Available',
      'Unavailable',
      '-',
      ['Do not disturb', ['For one hour', 'Until tomorrow morning', 'Until I turn it off']],
      '-',
      'Quit Sportello',
    ]);
  });

  it('lists who waits, each to be taken or shown, with the rest counted', () => {
    const queue = [1, 2, 3, 4, 5].map(waiting);
    const [, , heading, first, , , , fifth, more] = labels(trayEntries({ ...state, waiting: 12, queue }, english));
    expect(heading).toBe('(12 requests are waiting)');
    expect(first).toEqual(['Customer 1, Acme && Sons · since 10:01', ['Assign to me', 'Show']]);
    expect(fifth).toEqual(['Customer 5, Acme && Sons · since 10:05', ['Assign to me', 'Show']]);
    expect(more).toBe('7 more…');
  });

  it('takes and changes nothing while there is no connection', () => {
    const menu = labels(trayEntries({ ...state, live: false, waiting: 1, queue: [waiting(1)] }, english));
    expect(menu).toContainEqual(['Customer 1, Acme && Sons · since 10:01', ['(Assign to me)', 'Show']]);
    expect(menu).toEqual(expect.arrayContaining(['(Available)', '(Unavailable)']));
  });

  it('says until when nothing disturbs, and takes it back', () => {
    const until = new Date(2026, 10, 24, 15, 30).getTime();
    const choices = ['For one hour', 'Until tomorrow morning', 'Until I turn it off', 'Turn off'];
    expect(labels(trayEntries({ ...state, doNotDisturbUntil: until }, english))).toContainEqual([
      'Do not disturb until 15:30',
      choices,
    ]);
    expect(labels(trayEntries({ ...state, doNotDisturbUntil: 'turned-off' }, english))).toContainEqual([
      'Do not disturb is on',
      choices,
    ]);
  });

  it('offers nothing but the window to who is signed out', () => {
    expect(labels(trayEntries({ ...state, signedIn: false }, english))).toEqual([
      'Open Sportello',
      '-',
      'Quit Sportello',
    ]);
  });
});
