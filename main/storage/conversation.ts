import type { ChatLine, ConversationPage } from '../../preload/contract.ts';
import type { RequestId, Seq, TechnicianId } from '../../protocol/ids.ts';
import type { ChatEvent, MessageBody, SupportRequest } from '../../protocol/model.ts';
import type { Outbox, Waiting } from './outbox.ts';
import { overlayOf } from './overlay.ts';
import type { Row, Statements } from './statements.ts';

type Reached = { delivered: number; read: number };

/** Conversations as the page shows them: what the relay has, then what is on its way. */
export function createConversations(cache: Statements, outbox: Outbox, me: () => TechnicianId | null) {
  const technicianName = (id: string | null): string =>
    id === null ? '' : String(cache.one('SELECT name FROM technicians WHERE id = ?', id)?.['name'] ?? '');

  function bodyOf(row: Row): MessageBody {
    const kind = row['kind'] as MessageBody['kind'];
    return kind === 'event'
      ? { kind, event: JSON.parse(String(row['body'])) as ChatEvent }
      : { kind, text: String(row['body']) };
  }

  function lineOf(row: Row, customer: string, reached: Reached): ChatLine {
    const body = bodyOf(row);
    const isMine = row['author_kind'] === 'technician' && row['author_id'] === me();
    const author = isMine
      ? 'me'
      : row['author_kind'] === 'technician'
        ? 'colleague'
        : (row['author_kind'] as 'customer' | 'system');
    const seq = Number(row['seq']);
    const sent = reached.read >= seq ? 'read' : reached.delivered >= seq ? 'delivered' : 'sent';
    return {
      id: row['id'],
      requestId: row['request_id'],
      seq,
      at: row['at'],
      author,
      ...namesOf(body, author === 'customer' ? customer : technicianName(row['author_id'] as string | null)),
      body,
      state: author === 'me' ? (body.kind === 'text' ? sent : 'sent') : 'received',
      refusal: null,
    } as ChatLine;
  }

  /** Who a line is by; of an event, whom it is about, and the other one if there are two. */
  function namesOf(body: MessageBody, author: string): { name: string; otherName: string | null } {
    if (body.kind !== 'event') return { name: author, otherName: null };
    const { event } = body;
    if ('toId' in event) return { name: technicianName(event.fromId), otherName: technicianName(event.toId) };
    return { name: 'technicianId' in event ? technicianName(event.technicianId) : '', otherName: null };
  }

  /** A text of mine that the relay does not have yet, or refused. */
  const waitingLine = ({ id, name, requestId, input, at, state, code, details }: Waiting): ChatLine =>
    ({
      id,
      requestId,
      seq: null,
      at,
      author: 'me',
      name: technicianName(me()),
      otherName: null,
      body: { kind: name === 'chat.note' ? 'note' : 'text', text: String(input['text']) },
      state: state === 'refused' ? 'refused' : 'sending',
      refusal: state === 'refused' ? { code: code ?? 'internal', details } : null,
    }) as unknown as ChatLine;

  return {
    /**
     * The last `limit` lines before `before` (a seq), or the newest. A request that carries an older one on goes on
     * with that one's lines when its own are used up (`olderOf` names it).
     */
    readConversation: (id: RequestId, before: Seq | null, limit: number): ConversationPage => {
      const request = cache.one('SELECT doc, customer FROM requests WHERE id = ?', id);
      const cursors = cache.many('SELECT reader, delivered, read FROM cursors WHERE request_id = ?', id);
      const customerCursor = cursors.find((row) => row['reader'] === 'customer');
      const reached = {
        delivered: Number(customerCursor?.['delivered'] ?? 0),
        read: Number(customerCursor?.['read'] ?? 0),
      };
      const waiting = outbox.readWaiting(id);
      const mine = Number(cursors.find((row) => row['reader'] === me())?.['read'] ?? 0);
      const readSeq = Math.max(mine, overlayOf(waiting).read.get(id) ?? 0) as Seq;

      const rows = cache.many(
        'SELECT * FROM messages WHERE request_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
        id,
        before ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      );
      const customer = String(request?.['customer'] ?? '');
      const lines = rows
        .slice(0, limit)
        .reverse()
        .map((row) => lineOf(row, customer, reached));
      const more = rows.length > limit;
      if (!more && request !== undefined) {
        lines.unshift(
          ...olderLines(JSON.parse(String(request['doc'])) as SupportRequest, customer, limit - lines.length),
        );
      }
      const known = new Set(lines.map((line) => line.id));
      const texts = before !== null ? [] : waiting.filter(({ name }) => name === 'chat.send' || name === 'chat.note');
      for (const command of texts)
        if (!known.has(command.id as unknown as ChatLine['id'])) lines.push(waitingLine(command));
      return { lines, more, readSeq };
    },
  };

  /** The newest lines of the requests that this one carries on, oldest first. */
  function olderLines(request: SupportRequest, customer: string, room: number): ChatLine[] {
    const lines: ChatLine[] = [];
    for (let from = request.reopenedFrom; from !== null && lines.length < room;) {
      const rows = cache.many(
        'SELECT * FROM messages WHERE request_id = ? ORDER BY seq DESC LIMIT ?',
        from,
        room - lines.length,
      );
      lines.unshift(...rows.reverse().map((row) => lineOf(row, customer, { delivered: 0, read: 0 })));
      const older = cache.one('SELECT doc FROM requests WHERE id = ?', from);
      from = older === undefined ? null : (JSON.parse(String(older['doc'])) as SupportRequest).reopenedFrom;
    }
    return lines;
  }
}
