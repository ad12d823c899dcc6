import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConversation } from './conversation.ts';
import { aText, aView, messageId } from './testing/conversation.ts';

describe('the conversation', () => {
  it('holds each message once and in order, however the updates overlap', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1 }), (windows) => {
        const all = Array.from({ length: 21 }, (_, n) => aText(n));
        const conversation = createConversation();
        let held = 0;
        for (const [back, ahead] of windows) {
          // The relay repeats some of what the page holds, but leaves nothing out.
          const messages = all.slice(Math.max(0, held - back), held + ahead);
          conversation.apply({ view: aView(), messages, files: [] });
          held = Math.min(all.length, held + ahead);
        }
        expect(conversation.messages()).toEqual(all.slice(0, held));
      }),
    ));

  it('answers only what it did not know', () => {
    const conversation = createConversation();
    conversation.apply({ view: aView(), messages: [aText(1)], files: [] });
    expect(conversation.apply({ view: aView(), messages: [aText(1), aText(2)], files: [] })).toEqual([aText(2)]);
    expect(conversation.last()).toBe(messageId(2));
  });

  it('marks what the technician has got and read, and takes no mark back', () => {
    const conversation = createConversation();
    const marks = (): string[] => [0, 1, 2].map((place) => conversation.markAt(place));
    conversation.apply({ view: aView(), messages: [aText(1), aText(2), aText(3)], files: [] });
    expect(marks()).toEqual(['sent', 'sent', 'sent']);
    const joined = { technicianRead: messageId(1), technicianDelivered: messageId(2) };
    conversation.apply({ view: aView(joined), messages: [], files: [] });
    expect(marks()).toEqual(['read', 'delivered', 'sent']);
    conversation.apply({ view: aView(), messages: [], files: [] });
    expect(marks()).toEqual(['read', 'delivered', 'sent']);
  });
});
