import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../i18n/catalogues.ts';
import type { News } from '../storage/news.ts';
import { bubblesFor, type Event } from './bubbles.ts';

const english = { ...translatorOf('en'), isPrivate: false };
const italian = { ...translatorOf('it'), isPrivate: false };

const request = (n: number, again = false): Event => {
  const news = {
    kind: 'request',
    id: n,
    position: n,
    customer: `Customer ${n}`,
    company: 'Acme',
    subject: `Subject ${n}`,
  } as News;
  return { key: `request ${n}`, news, again };
};
const offered = (n: number): Event => {
  const news = { kind: 'offered', id: n, position: n, customer: `Customer ${n}`, subject: 'Blank', by: 'Anna' } as News;
  return { key: `offered ${n}`, news, again: false };
};
const message = (n: number, seq: number, text = `text ${seq}`): Event => {
  const news = { kind: 'message', id: n, position: seq, seq, messageId: `${n}-${seq}`, text } as unknown;
  return { key: `message ${n}-${seq}`, news: { ...(news as News), customer: `Customer ${n}` }, again: false };
};
const said = (events: readonly Event[], texts = english) =>
  bubblesFor(events, texts).map(({ title, body, actions }) => [title, body, actions.map(({ text }) => text)]);

describe('notifications on the screen', () => {
  it('tell of a request that waits, of one handed over, and of a message', () => {
    expect(said([request(1), offered(2), message(3, 1)])).toEqual([
      ['Customer 1, Acme, asks for help', 'Subject 1', ['Assign to me', 'Later']],
      ['Anna offers you a request', 'Customer 2: Blank', ['Accept', 'Decline']],
      ['Message from Customer 3', 'text 1', ['Reply']],
    ]);
  });

  it("speak the technician's language", () => {
    expect(said([request(1), message(3, 1), message(3, 2)], italian)).toEqual([
      ['Customer 1, Acme, chiede assistenza', 'Subject 1', ['Assegna a me', 'Più tardi']],
      ['2 messaggi da Customer 3', 'text 2', ['Rispondi']],
    ]);
  });

  it('name nobody and quote nothing when they are private', () => {
    const all = [request(1), request(2, true), offered(3), message(4, 1), message(4, 2)];
    const many = [1, 2, 3, 4].flatMap((n) => [request(n), offered(n), message(n, 1)]);
    for (const events of [all, many]) {
      for (const texts of [english, italian]) {
        const text = JSON.stringify(said(events, { ...texts, isPrivate: true }));
        expect(text).not.toMatch(/Customer|Acme|Anna|Subject|Blank|text \d/);
      }
    }
  });

  it('say that a request still waits when it is brought up again', () => {
    expect(said([request(1, true)])[0]?.[0]).toBe('Still waiting: Customer 1, Acme');
  });

  it('put the messages of one customer into one, which quotes the last', () => {
    expect(said([message(1, 1), message(1, 2), message(1, 3)])).toEqual([
      ['3 messages from Customer 1', 'text 3', ['Reply']],
    ]);
    expect(said([message(1, 1, 'x'.repeat(5_000))])[0]?.[1]).toHaveLength(200);
  });

  it('count more than three of a kind in one, and name the newest', () => {
    expect(said([1, 2, 3, 4, 5].map((n) => request(n)))).toEqual([
      ['5 requests are waiting', 'Customer 5 · Customer 4 · Customer 3', ['Later']],
    ]);
    expect(said([1, 2, 3, 4].flatMap((n) => [message(n, 1), message(n, 2)]))[0]?.[0]).toBe(
      '8 new messages in 4 requests',
    );
  });

  it('open the request that waits longest when they count several', () => {
    expect(
      bubblesFor(
        [7, 5, 6, 8].map((n) => request(n)),
        english,
      )[0]?.opens,
    ).toBe(7);
  });

  it('stay until somebody deals with what waits; messages go by themselves', () => {
    const stays = bubblesFor([request(1), offered(2), message(3, 1)], english).map((bubble) => bubble.stays);
    expect(stays).toEqual([true, true, false]);
  });

  it('tell each event exactly once, in at most nine notifications, whatever comes', () => {
    const event = fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((n) => request(n)),
      fc.integer({ min: 1, max: 30 }).map(offered),
      fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9 })).map(([n, seq]) => message(n, seq)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ key }) => key, maxLength: 60 }), (events) => {
        const bubbles = bubblesFor(events, english);
        expect(bubbles.flatMap((bubble) => bubble.events).toSorted()).toEqual(events.map(({ key }) => key).toSorted());
        expect(bubbles.length).toBeLessThanOrEqual(9);
        expect(new Set(bubbles.map(({ key }) => key)).size).toBe(bubbles.length);
      }),
    );
  });
});
