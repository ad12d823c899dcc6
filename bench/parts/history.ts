import type { Entry } from '../../protocol/entries.ts';
import * as make from '../../main/storage/testing/entries.ts';

/** A support team's years, the same on each run: so many requests of 50 companies, most closed, with their chats. */
export type History = {
  requests: number;
  /** Messages of a request. */
  messagesOf: (id: number) => number;
};

const companies = 50;
const technicians = 40;

/** A repeatable source of chance (mulberry32), so that runs compare. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
export const random = chance(7);
const syllables = 'ba ce di fo gu la me ni po ru sa te vi zo ca pre stam rete por ta co nes li'.split(' ');
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
export const vocabulary = Array.from({ length: 8_000 }, () =>
  Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(syllables)).join(''),
);
/** Few words are frequent, most are rare, as in a language. */
const word = (): string => vocabulary[Math.floor(vocabulary.length * random() ** 3)] as string;
export const sentence = (words: number): string => Array.from({ length: words }, word).join(' ');
export const personName = (): string => `${word()} ${word()}`;

/** The history as entries of the stream, in the order of their positions. */
function* history({ requests, messagesOf }: History): Generator<Entry> {
  let position = 0;
  for (let n = 1; n <= companies; n += 1) yield make.company(n, (position += 1), `${word()} Srl ${n}`);
  for (let n = 1; n <= technicians; n += 1) yield make.technician(n, (position += 1), personName());
  for (let id = 1; id <= requests; id += 1) {
    const share = id / requests;
    const state = share > 0.98 ? {} : share > 0.95 ? make.mine : make.closed;
    const assigneeId = share > 0.98 ? null : make.technicianId(share > 0.9999 - 0.02 ? 1 : 2 + (id % 39));
    yield make.request(id, (position += 1), {
      ...state,
      assigneeId,
      companyId: make.companyId(1 + (id % companies)),
      subject: sentence(5),
      customer: { name: personName(), email: `${word()}${id % 20_000}@${word()}.example` },
    });
    const messages = messagesOf(id);
    for (let seq = 1; seq <= messages; seq += 1) {
      yield make.message(id, (position += 1), seq, sentence(12), seq % 2 === 1 ? { kind: 'customer' } : make.byMe);
    }
    yield make.activity(id, (position += 1), messages, share > 0.95 && id % 2 === 0 ? 1_000_000 + id : null);
  }
}

/** The same in pages of so many entries. */
export function* pages(of: History, pageSize: number): Generator<Entry[]> {
  let page: Entry[] = [];
  for (const entry of history(of)) {
    page.push(entry);
    if (page.length === pageSize) {
      yield page;
      page = [];
    }
  }
  yield page;
}
