import { describe, expect, it } from 'vitest';
import type { CustomerMessage } from '../protocol/live.ts';
import { createConversation } from './conversation.ts';
import type { Waiting } from './outbox.ts';
import { plainName, rowsOf, type Row } from './rows.ts';
import { aText, anEvent, aView, messageId } from './testing/conversation.ts';

const noon = new Date(2026, 10, 24, 12).getTime();
const minute = 60_000;
const day = 24 * 60 * minute;

function rows(messages: CustomerMessage[], waiting: Waiting[] = []): Row[] {
  const conversation = createConversation();
  conversation.apply({ view: aView(), messages, files: [] });
  return rowsOf(conversation, waiting, 'A technician');
}
const waiting = (n: number, state: Waiting['state'], at: number): Waiting => ({
  id: messageId(n) as string as Waiting['id'],
  name: 'chat.send',
  input: { text: `text ${n}` },
  at,
  state,
  refusal: state === 'refused' ? { ok: false, code: 'request-closed' } : null,
});
const shape = (list: Row[]): unknown[] =>
  list.map((row) => (row.kind === 'text' ? `${row.author ?? 'me'}${row.leads ? ' leads' : ''}` : row.kind));

describe('the lines of the chat', () => {
  it('have a head for each day', () => {
    const list = rows([aText(1, noon), aText(2, noon + minute), aText(3, noon + day)]);
    expect(shape(list)).toEqual(['day', 'me leads', 'me', 'day', 'me leads']);
  });

  it('say who writes once, until somebody else does, something happens, or time passes', () => {
    const list = rows([
      aText(1, noon, 'Anna'),
      aText(2, noon + minute, 'Anna'),
      aText(3, noon + 2 * minute),
      aText(4, noon + 3 * minute, 'Anna'),
      { ...anEvent(5, 'handed-over', 'Luca'), at: noon + 4 * minute },
      aText(6, noon + 4 * minute, 'Luca'),
      aText(7, noon + 14 * minute, 'Luca'),
    ]);
    expect(shape(list.slice(1))).toEqual([
      'Anna leads',
      'Anna',
      'me leads',
      'Anna leads',
      'event',
      'Luca leads',
      'Luca leads',
    ]);
  });

  it('put what is not sent yet last, also when this machine’s clock is behind', () => {
    const list = rows([aText(1, noon)], [waiting(2, 'waiting', noon - day), waiting(3, 'refused', noon - day)]);
    expect(list.flatMap((row) => (row.kind === 'text' ? [[row.text, row.mark]] : []))).toEqual([
      ['text 1', 'sent'],
      ['text 2', 'sending'],
      ['text 3', 'refused'],
    ]);
    expect(shape(list)).toEqual(['day', 'me leads', 'me', 'me']);
  });

  it('keep the key of a text from the moment it is written', () => {
    const [, before] = rows([], [waiting(1, 'accepted', noon)]);
    const [, after] = rows([aText(1, noon)]);
    expect(before?.key).toBe(after?.key);
  });

  it('say once that who closes a request leaves it', () => {
    const list = rows([anEvent(1, 'ended'), anEvent(2, 'closed'), anEvent(3, 'ended')]);
    expect(list.flatMap((row) => (row.kind === 'event' ? row.event : []))).toEqual(['closed', 'ended']);
  });

  it('take out of names what would turn the text behind them', () =>
    expect(plainName('Anna\u202e\u2067')).toBe('Anna'));
});
