import type { CustomerMessage } from '../protocol/live.ts';
import type { PublicEventType } from '../protocol/model.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { Conversation } from './conversation.ts';
import type { Waiting } from './outbox.ts';

export type Mark = 'sending' | 'sent' | 'delivered' | 'read' | 'refused';

/** A line of the chat as it is shown. The key stays the same from the moment a message is written. */
export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'event'; key: string; at: number; event: PublicEventType; name: string | null }
  | {
      kind: 'text';
      key: string;
      at: number;
      text: string;
      /** Null: the customer's own. */
      author: string | null;
      /** First of several in a row by the same person: says who. */
      leads: boolean;
      mark: Mark | null;
      refusal: Refusal | null;
    };

const groupMs = 5 * 60_000;
const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Control characters that turn the direction of what follows have no place in a name. */
export const plainName = (name: string): string => name.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

const isEvent = (message: CustomerMessage | undefined, event: PublicEventType): boolean =>
  message?.body.kind === 'event' && message.body.event === event;

/** The lines of the chat: what the relay told, then what it has not settled, with a head for each day. */
export function rowsOf(
  conversation: Pick<Conversation, 'messages' | 'markAt'>,
  waiting: readonly Waiting[],
  someone: string,
): Row[] {
  const rows: Row[] = [];
  let previous: Row | undefined;
  const add = (row: Row): void => {
    if (row.kind !== 'day' && (previous === undefined || dayOf(previous.at) !== dayOf(row.at))) {
      rows.push({ kind: 'day', key: `day ${dayOf(row.at)} ${row.key}`, at: row.at });
      previous = rows.at(-1);
    }
    if (row.kind === 'text' && previous?.kind === 'text') {
      row.leads = previous.author !== row.author || row.at - previous.at > groupMs;
    }
    rows.push(row);
    previous = row;
  };

  const messages = conversation.messages();
  for (const [place, { id, at, author, name, body }] of messages.entries()) {
    if (body.kind === 'event') {
      // Who closes a request leaves its chat with it: one line says both.
      if (body.event === 'ended' && isEvent(messages[place + 1], 'closed')) continue;
      add({ kind: 'event', key: id, at, event: body.event, name: name === null ? null : plainName(name) });
    } else if (body.kind === 'text') {
      const own = author === 'customer';
      const says = own ? null : plainName(name ?? someone);
      const mark = own ? conversation.markAt(place) : null;
      add({ kind: 'text', key: id, at, text: body.text, author: says, leads: true, mark, refusal: null });
    }
  }
  for (const { id, name, input, at, state, refusal } of waiting) {
    if (name !== 'chat.send') continue;
    const mark = ({ waiting: 'sending', accepted: 'sent', refused: 'refused' } as const)[state];
    // Its time is this machine's, which may be wrong: it stands where it was written, after all that came before.
    const shown = Math.max(at, previous?.at ?? 0);
    add({ kind: 'text', key: id, at: shown, text: input.text, author: null, leads: true, mark, refusal });
  }
  return rows;
}
