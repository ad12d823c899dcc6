import type { ChatLine, ConversationPage } from '../../preload/details-contract.ts';
import { mostLines } from '../../preload/amounts.ts';
import { extensionOf, kindOfExtension, type FileExtension } from '../../protocol/files.ts';
import type { RequestId, Seq, TechnicianId } from '../../protocol/ids.ts';
import type { MessageBody, SupportRequest } from '../../protocol/model.ts';
import { bodyOf } from './bodies.ts';
import type { Outbox, Waiting } from './outbox.ts';
import { overlayOf } from './overlay.ts';
import type { Row, Statements } from './statements.ts';
import { readUpTo } from './unread.ts';
import type { Upload, Uploads } from './uploads.ts';

/** Asks for the lines of a request before a seq, newest first. */
export const linesQuery = 'SELECT * FROM messages WHERE request_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?';

/** What is on its way and has not arrived, in the order it was given. */
const unknownIn = (known: ReadonlySet<string>, pending: readonly ChatLine[]): ChatLine[] =>
  pending.filter((line) => !known.has(line.id)).sort((a, b) => a.at - b.at);

/** How far the customer has come: what reached the device, what was seen. */
type Reached = { delivered: number; read: number };

export type ConversationParts = {
  cache: Statements;
  outbox: Outbox;
  uploads: Uploads;
  me: () => TechnicianId | null;
};

/** Conversations as the page shows them: what the relay has, then what is on its way. */
export function createConversations({ cache, outbox, uploads, me }: ConversationParts) {
  const technicianName = (id: string | null): string =>
    id === null ? '' : String(cache.one('SELECT name FROM technicians WHERE id = ?', id)?.['name'] ?? '');

  /** Who a line is by; of an event, whom it is about, and the other one if there are two. */
  function namesOf(body: MessageBody, author: string): { name: string; otherName: string | null } {
    if (body.kind !== 'event') return { name: author, otherName: null };
    const { event } = body;
    if ('toId' in event) return { name: technicianName(event.fromId), otherName: technicianName(event.toId) };
    return { name: 'technicianId' in event ? technicianName(event.technicianId) : author, otherName: null };
  }

  function lineOf(row: Row, customer: string, reached: Reached): ChatLine {
    const kind = row['kind'] as MessageBody['kind'];
    const text = String(row['body']);
    const body = bodyOf(kind, text);
    const byCustomer = row['author_kind'] === 'customer';
    const byTechnician = row['author_kind'] === 'technician';
    const author = !byTechnician
      ? byCustomer
        ? 'customer'
        : 'system'
      : row['author_id'] === me()
        ? 'me'
        : 'colleague';
    const seq = Number(row['seq']);
    const mark = reached.read >= seq ? 'read' : reached.delivered >= seq ? 'delivered' : 'sent';
    return {
      id: row['id'] as ChatLine['id'],
      requestId: row['request_id'] as RequestId,
      seq: seq as Seq,
      at: Number(row['at']),
      author,
      ...namesOf(body, byCustomer ? customer : technicianName(row['author_id'] as string | null)),
      body,
      state: author !== 'me' ? 'received' : kind === 'note' ? 'sent' : mark,
      refusal: null,
      fileState: kind === 'file' ? fileStateOf(String(row['id'])) : null,
    };
  }

  /** A text of mine that the relay does not have yet, or refused. */
  function waitingLine(
    { id, name, requestId, input, at, state, code, details }: Waiting,
    connected: boolean,
  ): ChatLine {
    const isRefused = state === 'refused';
    return {
      // The command's id becomes the message's (protocol/commands.ts).
      id: id as string as ChatLine['id'],
      requestId,
      seq: null,
      at,
      author: 'me',
      name: technicianName(me()),
      otherName: null,
      body: { kind: name === 'chat.note' ? 'note' : 'text', text: String(input['text']) },
      state: isRefused ? 'refused' : connected || state === 'answered' ? 'sending' : 'waiting',
      refusal: isRefused ? { code: code ?? 'internal', details } : null,
      fileState: null,
    };
  }

  /** A file of mine that the relay does not have yet, or refused. */
  function uploadLine({ id, requestId, name, size, at, state, code, details }: Upload, connected: boolean): ChatLine {
    const extension = extensionOf(name) as FileExtension;
    const isRefused = state === 'refused';
    return {
      id,
      requestId,
      seq: null,
      at,
      author: 'me',
      name: technicianName(me()),
      otherName: null,
      body: { kind: 'file', file: { name, size, kind: kindOfExtension[extension] ?? 'document', image: null } },
      state: isRefused ? 'refused' : connected || state === 'sent' ? 'sending' : 'waiting',
      refusal: isRefused ? { code: code ?? 'internal', details } : null,
      fileState: 'uploading',
    };
  }

  /** How a file stands; as long as nothing is known of it, nobody gets it. */
  const fileStateOf = (id: string): ChatLine['fileState'] =>
    (cache.one('SELECT state FROM files WHERE id = ?', id)?.['state'] as ChatLine['fileState'] | undefined) ??
    'scanning';

  function linesOf(id: RequestId, customer: string, before: number, limit: number): ChatLine[] {
    const cursor = cache.one("SELECT delivered, read FROM cursors WHERE request_id = ? AND reader = 'customer'", id);
    const reached = { delivered: Number(cursor?.['delivered'] ?? 0), read: Number(cursor?.['read'] ?? 0) };
    return cache.many(linesQuery, id, before, limit).map((row) => lineOf(row, customer, reached));
  }

  /** Lines of a request and of those that it carries on, newest first; at most `limit`. */
  function linesBack(id: RequestId, before: number, limit: number): ChatLine[] {
    const lines: ChatLine[] = [];
    for (let at: RequestId | null = id, upTo = before; at !== null && lines.length < limit; upTo = Infinity) {
      const row = cache.one('SELECT doc FROM requests WHERE id = ?', at);
      if (row === undefined) break;
      const request = JSON.parse(String(row['doc'])) as SupportRequest;
      const end = Math.min(upTo, Number.MAX_SAFE_INTEGER);
      lines.push(...linesOf(at, request.customer.name, end, limit - lines.length));
      at = request.reopenedFrom;
    }
    return lines;
  }

  /** So many lines are newer than what was read; 0 where none ever was. */
  const newLines = (id: RequestId, read: number): number =>
    read === 0
      ? 0
      : Number(cache.one('SELECT count(*) AS n FROM messages WHERE request_id = ? AND seq > ?', id, read)?.['n']);

  /** What waits of a request, and up to where I read it. */
  function standingOf(id: RequestId): { waiting: readonly Waiting[]; read: number } {
    const waiting = outbox.readWaiting(id);
    return { waiting, read: readUpTo(cache, me(), id, overlayOf(waiting)) };
  }

  function pageOf(
    id: RequestId,
    before: Seq | null,
    limit: number,
    connected: boolean,
    { waiting, read } = standingOf(id),
  ): ConversationPage {
    const back = linesBack(id, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const lines = back.slice(0, limit).reverse();
    const known = new Set<string>(lines.map((line) => line.id));
    const texts = waiting.filter(({ name }) => name === 'chat.send' || name === 'chat.note');
    const pending = [
      ...texts.map((command) => waitingLine(command, connected)),
      ...uploads.readUploadsOf(id).map((upload) => uploadLine(upload, connected)),
    ];
    return {
      lines: before === null ? [...lines, ...unknownIn(known, pending)] : lines,
      more: back.length > limit,
      readSeq: read as Seq,
    };
  }

  return {
    /**
     * The last `limit` lines before `before` (a seq of this request), or the newest with what is on its way. Lines of
     * requests that this one carries on stand before its own; to go on from one of them, ask with its `requestId` and
     * `seq`. `connected`: whether what waits is being sent, or waits for the connection.
     */
    readConversation: (id: RequestId, before: Seq | null, limit: number, connected: boolean): ConversationPage =>
      pageOf(id, before, limit, connected),
    /** The newest `limit` lines, or as many as are new to me and one before them, so that it is seen where they begin. */
    openConversation: (id: RequestId, limit: number, connected: boolean): ConversationPage => {
      const standing = standingOf(id);
      const reach = Math.min(mostLines, newLines(id, standing.read) + 1);
      return pageOf(id, null, Math.max(limit, reach), connected, standing);
    },
  };
}
