import type { ChatEvent, FileRef, MessageBody } from '../../protocol/model.ts';

/** A message's body as one column of cache.db: bare text, or an event or a file as JSON. */
export function bodyColumn(body: MessageBody): string {
  if (body.kind === 'event') return JSON.stringify(body.event);
  return body.kind === 'file' ? JSON.stringify(body.file) : body.text;
}

/** The body that a column holds. */
export function bodyOf(kind: MessageBody['kind'], column: string): MessageBody {
  if (kind === 'event') return { kind, event: JSON.parse(column) as ChatEvent };
  return kind === 'file' ? { kind, file: JSON.parse(column) as FileRef } : { kind, text: column };
}

/** What people would search a message by, or read of it in a list; null for an event. */
export function wordsOf(body: Exclude<MessageBody, { kind: 'event' }>): string;
export function wordsOf(body: MessageBody): string | null;
export function wordsOf(body: MessageBody): string | null {
  if (body.kind === 'event') return null;
  return body.kind === 'file' ? body.file.name : body.text;
}
