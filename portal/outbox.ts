import type { PortalCommand, PortalInput } from '../protocol/commands.ts';
import type { ErrorCode, Refusal, Result } from '../protocol/errors.ts';
import type { CommandId } from '../protocol/ids.ts';
import type { Saved } from './saved.ts';

type Sent = Extract<PortalCommand, 'chat.send' | 'request.rate'>;
export type Entry = { [N in Sent]: { id: CommandId; name: N; input: PortalInput<N>; at: number } }[Sent];

/** waiting: the relay has not settled it. accepted: it has, and the log will show it. refused: it won't have it. */
export type Waiting = Entry & { state: 'waiting' | 'accepted' | 'refused'; refusal: Refusal | null };

/** Refusals that pass by themselves. */
const passing: readonly ErrorCode[] = ['rate-limited', 'internal', 'relay-stopping'];
const againAfterMs = 4_000;

export type OutboxParts = {
  saved: Saved;
  /** Where in the saved this outbox is: that of one request. */
  place: string;
  send: (entry: Entry) => Promise<Result<unknown>>;
  onChanged: () => void;
  clock: () => number;
  newId: () => string;
};

/** Place of a request's outbox. */
export const outboxPlace = (request: number): string => `outbox/${request}/`;

/** Takes texts that wait for one request to the one that carries it on. What was refused gets another chance. */
export function moveOutbox(saved: Saved, from: number, to: number): void {
  for (const key of saved.keys(outboxPlace(from))) {
    const entry = saved.read<Entry>(key);
    if (entry?.name === 'chat.send') {
      const { id, name, input, at } = entry;
      saved.write(outboxPlace(to) + id, { id, name, input, at } satisfies Entry);
    }
    saved.drop(key);
  }
}

/**
 * Sends what the customer wrote exactly once and in order, whatever happens to network, relay and page in between. Each
 * entry has a key of its own, so that two windows of one request don't overwrite each other's; both may send the same.
 */
export function createOutbox({ saved, place, send, onChanged, clock, newId }: OutboxParts) {
  const entries: Waiting[] = saved.keys(place).flatMap((key) => {
    const entry = saved.read<Entry & { refusal?: Refusal }>(key);
    if (entry === null) return [];
    return [{ ...entry, state: entry.refusal ? 'refused' : 'waiting', refusal: entry.refusal ?? null }];
  });
  let sending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(entry: Waiting): void {
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
    saved.drop(place + entry.id);
  }

  /** What becomes of an entry by its answer; false: nothing for now, and of those behind it neither. */
  function settle(entry: Waiting, answer: Result<unknown>): boolean {
    if (answer.ok) {
      entry.state = 'accepted';
      saved.drop(place + entry.id);
      return true;
    }
    // The request that this one carries on had accepted it before.
    if (answer.code === 'command-id-reused') {
      take(entry);
      return true;
    }
    if (answer.code === 'offline') return false;
    if (passing.includes(answer.code)) {
      timer = setTimeout(() => void flush(), againAfterMs);
      return false;
    }
    Object.assign(entry, { state: 'refused', refusal: answer });
    saved.write(place + entry.id, { ...entry, state: undefined });
    return true;
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    for (let next = nextEntry(); next !== undefined; next = nextEntry()) {
      const answer = await send(next);
      if (!entries.includes(next)) continue; // the log had it meanwhile
      const goesOn = settle(next, answer);
      onChanged();
      if (!goesOn) break;
    }
    sending = false;
  }
  const nextEntry = (): Waiting | undefined => entries.find((entry) => entry.state === 'waiting');

  return {
    entries: (): readonly Waiting[] => entries,
    add: <N extends Sent>(name: N, input: PortalInput<N>): void => {
      const entry = { id: newId() as CommandId, name, input, at: clock() } as Entry;
      saved.write(place + entry.id, entry);
      entries.push({ ...entry, state: 'waiting', refusal: null });
      onChanged();
      void flush();
    },
    /** There is a connection: sends what waits. */
    flush: (): void => void flush(),
    /** The log holds these: whatever the answer was or would have been, they are settled. */
    seen: (ids: ReadonlySet<string>): void => {
      for (const entry of entries.filter(({ id }) => ids.has(id))) take(entry);
    },
    /** The customer gives up on it. */
    discard: (id: string): void => {
      const entry = entries.find((other) => other.id === id);
      if (entry === undefined) return;
      take(entry);
      onChanged();
    },
    end: (): void => clearTimeout(timer),
  };
}
