import type { MessageId } from '../protocol/ids.ts';
import type { CustomerMessage, CustomerView, PortalUpdate } from '../protocol/live.ts';

export type Conversation = ReturnType<typeof createConversation>;

/** What the relay has told of one request: the view as it is now, and the messages in the relay's order, each once. */
export function createConversation() {
  const messages: CustomerMessage[] = [];
  const places = new Map<MessageId, number>();
  let view: CustomerView | null = null;
  // A mark that was shown stays: the next technician's own cursor begins anew.
  let delivered = -1;
  let read = -1;
  const placeOf = (id: MessageId | null): number => (id === null ? -1 : (places.get(id) ?? -1));

  return {
    /** Takes an update in; answers what it brought that was not known. */
    apply: (update: Pick<PortalUpdate, 'view' | 'messages'>): CustomerMessage[] => {
      const fresh = update.messages.filter((message) => !places.has(message.id));
      for (const message of fresh) {
        places.set(message.id, messages.length);
        messages.push(message);
      }
      view = update.view;
      read = Math.max(read, placeOf(view.technicianRead));
      delivered = Math.max(delivered, read, placeOf(view.technicianDelivered));
      return fresh;
    },
    /** Null until the first update. */
    view: (): CustomerView | null => view,
    messages: (): readonly CustomerMessage[] => messages,
    ids: (): ReadonlySet<string> => new Set(places.keys()),
    /** The last message that the page holds: what comes next is asked for after it. */
    last: (): MessageId | null => messages.at(-1)?.id ?? null,
    /** How far the customer's message at this place in `messages` has got. */
    markAt: (place: number): 'sent' | 'delivered' | 'read' =>
      place <= read ? 'read' : place <= delivered ? 'delivered' : 'sent',
  };
}
