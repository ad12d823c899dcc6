import { describe, expect, it } from 'vitest';
import { translatorOf } from '../i18n/catalogues.ts';
import type { CustomerView } from '../protocol/live.ts';
import { isRateable, standingOf } from './standing.ts';
import { aView } from './testing/conversation.ts';

const { t } = translatorOf('en');
const anna = { place: null, technician: 'Anna Bianchi', technicianConnected: true } as const;

describe('how the request stands', () => {
  it.each<[string, Partial<CustomerView>, string, string | null]>([
    ['first in the queue', {}, 'You are next', 'The answer appears here.'],
    [
      'third, with an estimate',
      { place: 3, estimateMinutes: 1 },
      'You are number 3 in the queue',
      'An answer should come within about 1 minute.',
    ],
    ['with a long estimate', { estimateMinutes: 150 }, 'You are next', 'An answer should come within about 3 hours.'],
    ['nobody there', { anybodyAvailable: false }, 'We have your request', t('portal.standing.nobodyText')],
    ['taken, not joined', { place: null }, 'A technician has your request', 'The chat starts in a moment.'],
    [
      'taken anew after somebody left',
      { place: null, chat: 'ended' },
      'A technician has your request',
      'The chat starts in a moment.',
    ],
    [
      'nobody there, and no mail',
      { anybodyAvailable: false, answersByMail: false },
      'We have your request',
      t('portal.standing.nobodyStay'),
    ],
    ['in the chat', { ...anna, chat: 'joined' }, 'Anna Bianchi is here', t('portal.standing.mayLeave')],
    ['in the chat, without mail', { ...anna, chat: 'joined', answersByMail: false }, 'Anna Bianchi is here', null],
    [
      'technician lost',
      { ...anna, chat: 'joined', technicianConnected: false },
      'Anna Bianchi has lost the connection',
      t('portal.standing.lostText'),
    ],
    ['chat ended', { ...anna, chat: 'ended' }, 'The chat has ended', t('portal.standing.endedText')],
    ['given back', { chat: 'ended', place: 2 }, 'You are back in the queue: number 2', 'The answer appears here.'],
    ['closed', { ...anna, chat: 'ended', closed: true }, 'This request is closed', t('portal.standing.closedText')],
  ])('%s', (_, changes, title, text) => expect(standingOf(aView(changes), true, t)).toMatchObject({ title, text }));

  it('says first that the network is gone, whatever was known', () =>
    expect(standingOf(aView({ closed: true }), false, t).title).toBe('No connection'));

  it('promises nothing before the first word of the relay', () => {
    expect(standingOf(null, null, t).title).toBe('Connecting…');
    expect(standingOf(null, true, t).title).toBe('Connecting…');
  });
});

describe('the rating', () => {
  it.each<[string, boolean, Partial<CustomerView>]>([
    ['waiting', false, {}],
    ['in the chat', false, { ...anna, chat: 'joined' }],
    ['chat ended', true, { ...anna, chat: 'ended' }],
    ['given back after a chat', false, { chat: 'ended', place: 1 }],
    ['taken anew', false, { chat: 'ended', place: null }],
    ['closed', true, { closed: true }],
  ])('%s: %s', (_, asked, changes) => expect(isRateable(aView(changes))).toBe(asked));
});
