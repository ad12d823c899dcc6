import type { CustomerMessage } from '../protocol/live.ts';
import { extensionOf, kindOfExtension, type FileExtension } from '../protocol/files.ts';
import type { FileRef, FileState, PublicEventType } from '../protocol/model.ts';
import type { CustomerProfile } from '../protocol/profiles.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { Conversation } from './conversation.ts';
import type { QueuedFile } from './file-queue.ts';
import type { Waiting } from './outbox.ts';

export type Mark = 'sending' | 'sent' | 'delivered' | 'read' | 'refused';

/** A line of the chat as it is shown. The key stays the same from the moment a message is written. */
export type Row =
  | { kind: 'day'; key: string; at: number }
  | EventRow
  | FileRow
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

/** Something that happened, with the file or the profile that it is about. */
export type EventRow = {
  kind: 'event';
  key: string;
  at: number;
  event: PublicEventType;
  name: string | null;
  file: string;
  profile: CustomerProfile | null;
};

/** A file, of either side; `sent`: bytes of an own one that have gone out; `isMoving`: more are going out right now. */
export type FileRow = {
  kind: 'file';
  key: string;
  at: number;
  file: FileRef;
  state: FileState['state'] | 'uploading';
  sent: number;
  isMoving: boolean;
  author: string | null;
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

const isSaid = (row: Row): row is Extract<Row, { kind: 'text' | 'file' }> => row.kind === 'text' || row.kind === 'file';

/** The lines of the chat: what the relay told, then what it has not settled, with a head for each day. */
export function rowsOf(
  conversation: Pick<Conversation, 'messages' | 'markAt' | 'fileState'>,
  waiting: readonly Waiting[],
  someone: string,
  files: readonly QueuedFile[] = [],
): Row[] {
  const rows: Row[] = [];
  let previous: Row | undefined;
  const add = (row: Row): void => {
    if (row.kind !== 'day' && (previous === undefined || dayOf(previous.at) !== dayOf(row.at))) {
      rows.push({ kind: 'day', key: `day ${dayOf(row.at)} ${row.key}`, at: row.at });
      previous = rows.at(-1);
    }
    if (isSaid(row) && previous !== undefined && isSaid(previous)) {
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
      const about = {
        name: name === null ? null : plainName(name),
        file: body.file ?? '',
        profile: body.profile ?? null,
      };
      add({ kind: 'event', key: id, at, event: body.event, ...about });
    } else {
      const own = author === 'customer';
      const says = own ? null : plainName(name ?? someone);
      const mark = own ? conversation.markAt(place) : null;
      const said = { key: id, at, author: says, leads: true, mark, refusal: null };
      if (body.kind === 'text') add({ ...said, kind: 'text', text: body.text });
      else add({ ...said, kind: 'file', file: body.file, state: conversation.fileState(id), sent: 0, isMoving: false });
    }
  }
  const own = [
    ...waiting.map((entry) => ({ at: entry.at, add: () => addWaiting(entry) })),
    ...files.map((entry) => ({ at: entry.at, add: () => addFile(entry) })),
  ];
  for (const entry of own.sort((a, b) => a.at - b.at)) entry.add();
  return rows;

  // Their time is this machine's, which may be wrong: they stand where they were written, after all that came before.
  function addWaiting({ id, name, input, at, state, refusal }: Waiting): void {
    if (name !== 'chat.send') return;
    const mark = ({ waiting: 'sending', accepted: 'sent', refused: 'refused' } as const)[state];
    const shown = Math.max(at, previous?.at ?? 0);
    add({ kind: 'text', key: id, at: shown, text: input.text, author: null, leads: true, mark, refusal });
  }
  function addFile({ id, name, size, at, sent, isMoving, isWhole, refusal }: QueuedFile): void {
    const kind = kindOfExtension[extensionOf(name) as FileExtension] ?? 'document';
    const shown = Math.max(at, previous?.at ?? 0);
    const mark = refusal !== null ? 'refused' : isWhole ? 'sent' : 'sending';
    const file = { name, size, kind, image: null };
    const said = { key: id, at: shown, author: null, leads: true, mark, refusal } as const;
    add({ ...said, kind: 'file', file, state: 'uploading', sent, isMoving });
  }
}
