import { v7 as newId } from 'uuid';
import type { Wire } from './wire.ts';

/** One end of a conversation: `frame` makes the command that says a text. */
export type End = { wire: Wire; frame: (id: string, text: string) => string };
export type Pair = { customer: End; technician: End };

type Way = {
  from: End;
  /** What this way's texts begin with, as it stands in a packet of JSON. */
  mark: Buffer;
  letter: string;
  acknowledged: number;
  delivered: number;
  sentAt: number[];
  sent: number;
};

const padding = ' the printer on the second floor prints every page twice and then stops, what now?';
const success = Buffer.from('"ok":true');

/** Loads a server with pairs that talk in both directions, and sees that each message is acknowledged and delivered once. */
export function createTalk(pairs: readonly Pair[]) {
  const ways: Way[] = [];
  const started = process.hrtime.bigint();
  const now = (): number => Number(process.hrtime.bigint() - started) / 1e6;
  let target = 0;
  let done = 0;
  let refused = 0;
  let delays: number[] | null = null;

  const inFlight = (way: Way): number => way.sent - Math.min(way.acknowledged, way.delivered);
  function say(way: Way): void {
    way.sent += 1;
    if (delays !== null) way.sentAt.push(now());
    way.from.wire.ask('command', way.from.frame(newId(), `${way.letter}${way.sent}${padding}`));
  }
  function settle(way: Way, before: number): void {
    done += Math.min(way.acknowledged, way.delivered) - before;
    while (inFlight(way) < target) say(way);
  }
  function listen(end: End, mine: Way, theirs: Way): void {
    end.wire.onPacket = (packet) => {
      if (packet[1] === 0x33) {
        const before = Math.min(mine.acknowledged, mine.delivered);
        if (packet.includes(success)) mine.acknowledged += 1;
        else refused += 1;
        return settle(mine, before);
      }
      const before = Math.min(theirs.acknowledged, theirs.delivered);
      for (let at = packet.indexOf(theirs.mark); at >= 0; at = packet.indexOf(theirs.mark, at + 10)) {
        theirs.delivered += 1;
        if (delays !== null) delays.push(now() - (theirs.sentAt.shift() ?? NaN));
      }
      settle(theirs, before);
    };
  }
  for (const { customer, technician } of pairs) {
    const way = (from: End, letter: string): Way => {
      const mark = Buffer.from(`"text":"${letter}`);
      return { from, letter, mark, acknowledged: 0, delivered: 0, sent: 0, sentAt: [] };
    };
    const [up, down] = [way(customer, 'c'), way(technician, 't')];
    listen(customer, up, down);
    listen(technician, down, up);
    ways.push(up, down);
  }
  const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
  async function drain(): Promise<void> {
    target = 0;
    for (let turns = 0; ways.some((way) => inFlight(way) > 0); turns += 1) {
      if (turns > 1_000) throw new Error('messages were not acknowledged or not delivered');
      await sleep(10);
    }
    const wrong = ways.some((way) => way.sent !== way.acknowledged || way.sent !== way.delivered);
    if (wrong || refused > 0) throw new Error(`${refused} messages refused, or some delivered twice`);
  }

  return {
    /** Keeps so many messages a pair on the way for a time; answers how many a second were acknowledged and delivered. */
    rush: async (perPair: number, milliseconds: number): Promise<number> => {
      target = perPair / 2;
      const [begin, before] = [now(), done];
      for (const way of ways) while (inFlight(way) < target) say(way);
      await sleep(milliseconds);
      const rate = (done - before) / ((now() - begin) / 1_000);
      await drain();
      return rate;
    },
    /** Says so many messages a second, evenly; answers the milliseconds that each took to the other side. */
    pace: async (perSecond: number, milliseconds: number): Promise<number[]> => {
      delays = [];
      const begin = now();
      let said = 0;
      while (now() - begin < milliseconds) {
        for (; said < ((now() - begin) / 1_000) * perSecond; said += 1) say(ways[(said * 37) % ways.length] as Way);
        await sleep(1);
      }
      await drain();
      const measured = delays;
      delays = null;
      return measured;
    },
  };
}
