import { isDeepStrictEqual } from 'node:util';
import type { RequestId } from '../../protocol/ids.ts';
import type { ChatEvent, Message, SupportRequest } from '../../protocol/model.ts';
import { openConsole } from '../../server/testing/console-client.ts';
import type { ConsoleActor, CustomerActor } from './actors.ts';
import type { Accepted } from './outbox.ts';

type Dump = Record<string, unknown>;
/** Rows as a console holds them. */
export type Held = { messages: Message[]; requests: Map<RequestId, SupportRequest> };

export function heldIn(dump: Dump): Held {
  const of = <T>(kind: string): T[] =>
    Object.entries(dump).flatMap(([key, row]) => (key.startsWith(`${kind} `) ? [row as T] : []));
  return { messages: of('message'), requests: new Map(of<SupportRequest>('request').map((row) => [row.id, row])) };
}

/** The keys by which two dumps differ, a few of them. */
function difference(a: Dump, b: Dump): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !isDeepStrictEqual(a[key], b[key])).slice(0, 5);
}

/** What a console that connects for the first time gets. */
export async function freshDump(url: string, token: string): Promise<Dump> {
  const client = await openConsole(url, token);
  try {
    await client.follow();
    await client.settled();
    return client.replica.dump();
  } finally {
    client.close();
  }
}

/**
 * Whether consoles with the same access hold the same, and, given a fresh dump, the same as that. Waits for what is on
 * its way; answers how they differ if they still do after five seconds.
 */
export async function compareStreams(group: readonly ConsoleActor[], fresh: Dump | null): Promise<string[]> {
  let found: string[] = [];
  for (let tries = 0; tries < 100; tries += 1) {
    await Promise.all(group.map((actor) => actor.client().settled()));
    const dumps = group.map((actor) => actor.client().replica.dump());
    const reference = fresh ?? dumps[0] ?? {};
    found = dumps.flatMap((dump, n) => difference(reference, dump).map((key) => `${group[n]?.name} differs in ${key}`));
    if (found.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return found;
}

const count = <T>(list: readonly T[], key: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
};

/** Which event of the log each state command leaves, once each time that it was accepted. */
const leaves: Readonly<Record<string, ChatEvent['type']>> = {
  'request.assign': 'assigned',
  'request.unassign': 'unassigned',
  'request.transfer': 'unassigned',
  'request.close': 'closed',
  'request.reopen': 'reopened',
  'chat.join': 'joined',
  'request.rate': 'rated',
};

/** Whether all that was accepted is there once, and nothing else. */
export function checkEffects(accepted: readonly (Accepted & { from: RequestId | null })[], held: Held): string[] {
  const faults: string[] = [];
  const texts = accepted.filter(({ name }) => ['chat.send', 'chat.note', 'request.submit'].includes(name));
  const wanted = count(
    texts,
    ({ input }) => (input as { text?: string; problem?: string }).text ?? String(Reflect.get(input, 'problem')),
  );
  const written = held.messages.flatMap(({ body }) =>
    body.kind === 'text' || body.kind === 'note' ? [body.text] : [],
  );
  const there = count(written, (text) => text);
  for (const [text] of wanted) if (!there.has(text)) faults.push(`lost: “${text}”`);
  for (const [text, times] of there) {
    if (times > 1) faults.push(`${times} times: “${text}”`);
    if (!wanted.has(text)) faults.push(`never accepted: “${text}”`);
  }

  // A reopened request is another one; its event stands in the new log.
  const onRequest = ({ name, input, value, from }: Accepted & { from: RequestId | null }): string =>
    `${leaves[name]} ${name === 'request.reopen' ? String(value['id']) : (from ?? Reflect.get(input, 'id'))}`;
  const expected = count(
    accepted.filter(({ name }) => name in leaves),
    onRequest,
  );
  const kinds = new Set<string>(Object.values(leaves));
  const events = held.messages.flatMap(({ body, requestId }) =>
    body.kind === 'event' && kinds.has(body.event.type) ? [`${body.event.type} ${requestId}`] : [],
  );
  const found = count(events, (event) => event);
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [want = 0, got = 0] = [expected.get(key), found.get(key)];
    if (want !== got) faults.push(`${key}: accepted ${want} times, in the log ${got} times`);
  }
  const made = accepted.filter(({ name }) => name === 'request.submit' || name === 'request.reopen').length;
  if (held.requests.size !== made) faults.push(`${made} requests were accepted, ${held.requests.size} are there`);
  return faults;
}

/** Whether positions grow with the log of each request, belong to one change each, and are those that were answered. */
export function checkPositions(accepted: readonly Accepted[], held: Held): string[] {
  const faults: string[] = [];
  const last = new Map<RequestId, { seq: number; position: number }>();
  const positions = new Set<number>();
  for (const { requestId, seq, position } of [...held.messages].sort((a, b) => a.seq - b.seq)) {
    const before = last.get(requestId) ?? { seq: 0, position: 0 };
    if (seq !== before.seq + 1) faults.push(`request ${requestId}: message ${seq} follows message ${before.seq}`);
    if (position <= before.position)
      faults.push(`request ${requestId}: position ${position} follows ${before.position}`);
    if (positions.has(position)) faults.push(`position ${position} was given out twice`);
    positions.add(position);
    last.set(requestId, { seq, position });
  }
  const byId = new Map<string, Message>(held.messages.map((message) => [message.id, message]));
  for (const { id, name, value } of accepted) {
    if (name !== 'chat.send' && name !== 'chat.note') continue;
    const message = byId.get(id);
    const isSame = value['position'] === undefined || value['position'] === message?.position;
    if (!isSame)
      faults.push(`${name} ${id} was answered position ${String(value['position'])}, and has ${message?.position}`);
  }
  return faults;
}

/** Whether each customer's page shows every public text of its request once, in the order of the log. */
export function checkPages(customers: readonly CustomerActor[], held: Held): string[] {
  return customers.flatMap(({ name, chats }) => {
    const chat = chats.at(-1);
    if (chat === undefined) return [];
    const wanted = held.messages
      .filter(({ requestId, body }) => requestId === chat.own.id && body.kind === 'text')
      .sort((a, b) => a.seq - b.seq)
      .map(({ body }) => (body.kind === 'text' ? body.text : ''));
    const shown = chat.page()?.texts() ?? [];
    return isDeepStrictEqual(wanted, shown) ? [] : [`${name}’s page shows ${shown.length} of ${wanted.length} texts`];
  });
}
