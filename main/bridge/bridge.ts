import type { WebContents } from 'electron/main';
import {
  events,
  methods,
  type EventName,
  type EventPayload,
  type Method,
  type MethodInput,
  type MethodOutput,
} from '../../preload/contract.ts';
import type { z } from 'zod';
import type { Answer, Door, PageId } from './door.ts';

export type Handlers = {
  /** `from`: the page that calls. */
  [N in Method]: (
    input: z.output<(typeof methods)[N]['input']>,
    from: PageId,
  ) => Promise<MethodOutput<N>> | MethodOutput<N>;
};

export type BridgeParts = {
  door: Door;
  handlers: Handlers;
  /** Who gets events. */
  pages: () => readonly WebContents[];
  onError: (event: string, error: unknown) => void;
};
export type Bridge = ReturnType<typeof openBridge>;

const frameMs = 16;

/** What answers a page's call: its input is parsed here, what went wrong is told without saying what. */
const answerWith =
  (handlers: Handlers, onError: BridgeParts['onError']): Answer =>
  async (name, input, from) => {
    const parsed = methods[name].input.safeParse(input);
    if (!parsed.success) throw new Error('bad-input');
    try {
      return await (handlers[name] as (input: MethodInput<Method>, from: PageId) => Promise<unknown>)(
        parsed.data as MethodInput<Method>,
        from,
      );
    } catch (error) {
      onError(name, error);
      throw new Error('internal', { cause: error });
    }
  };

/** Answers every method of the contract, and sends events to the pages, each name's of one frame together. */
export function openBridge({ door, handlers, pages, onError }: BridgeParts) {
  door.answerBy(answerWith(handlers, onError));

  const waiting = new Map<EventName, unknown[]>();
  /** Names that were sent in this frame. One waits for its own frame only: what is rare is not held up by what is not. */
  const resting = new Map<EventName, NodeJS.Timeout>();
  let endOfTurn: NodeJS.Immediate | undefined;

  function rest(name: EventName): void {
    const end = (): void => {
      resting.delete(name);
      if (waiting.has(name)) flush();
    };
    resting.set(name, setTimeout(end, frameMs));
  }
  function flush(): void {
    clearImmediate(endOfTurn);
    endOfTurn = undefined;
    const due = [...waiting].filter(([name]) => !resting.has(name));
    const batch = due.flatMap(([name, payloads]) => coalesced(name, payloads).map((payload) => [name, payload]));
    for (const [name] of due) {
      waiting.delete(name);
      rest(name);
    }
    if (batch.length === 0) return;
    for (const page of pages()) if (!page.isDestroyed()) page.send('events', batch);
  }

  return {
    /** Tells the pages: after a frame without this name at once, with what else comes in the same turn; otherwise at its end. */
    send: <N extends EventName>(name: N, payload: EventPayload<N>): void => {
      waiting.set(name, [...(waiting.get(name) ?? []), payload]);
      if (!resting.has(name)) endOfTurn ??= setImmediate(flush);
    },
    /** Tells all pages at once but the one that knows because it did it. */
    sendToOthers: <N extends EventName>(from: PageId, name: N, payload: EventPayload<N>): void => {
      for (const page of pages()) if (page.id !== from && !page.isDestroyed()) page.send('events', [[name, payload]]);
    },
    close: (): void => {
      clearImmediate(endOfTurn);
      for (const end of resting.values()) clearTimeout(end);
      door.close();
    },
  };
}

type Ids = { ids: readonly number[] | null };

/** Ids of one frame become one event; of states only the last counts; what a person asked for is all told. */
function coalesced(name: EventName, payloads: readonly unknown[]): unknown[] {
  if (name === 'requests.changed' || name === 'conversations.changed') {
    const all = payloads as readonly Ids[];
    const ids = all.some((payload) => payload.ids === null)
      ? null
      : [...new Set(all.flatMap((payload) => payload.ids ?? []))];
    return [events[name].parse({ ids })];
  }
  return [
    'presence.changed',
    'draft.changed',
    'request.shown',
    'action.invoked',
    'sound.wanted',
    'screenShare.signalled',
  ].includes(name)
    ? [...payloads]
    : payloads.slice(-1);
}
