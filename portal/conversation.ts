import type { MessageId } from '../protocol/ids.ts';
import type { CustomerMessage, CustomerView, PortalUpdate } from '../protocol/live.ts';
import type { FileState } from '../protocol/model.ts';

export type Conversation = ReturnType<typeof createConversation>;

/** What the relay has told of one request: the view as it is now, and the messages in the relay's order, each once. */
export function createConversation() {
  const messages: CustomerMessage[] = [];
  const places = new Map<MessageId, number>();
  const files = new Map<MessageId, FileState['state']>();
  let view: CustomerView | null = null;
  // A mark that was shown stays: the next technician's own cursor begins anew.
  let delivered = -1;
  let read = -1;
  const placeOf = (id: MessageId | null): number => (id === null ? -1 : (places.get(id) ?? -1));

  return {
    /** Takes an update in; answers what it brought that was not known. */
    apply: (update: Pick<PortalUpdate, 'view' | 'messages' | 'files'>): CustomerMessage[] => {
      const fresh = update.messages.filter((message) => !places.has(message.id));
      for (const message of fresh) {
        places.set(message.id, messages.length);
        messages.push(message);
      }
      for (const { id, state } of update.files) files.set(id, state);
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
    /** How a file stands; as long as nothing is known of it, nobody gets it. */
    fileState: (id: MessageId): FileState['state'] => files.get(id) ?? 'scanning',
    /** How far the customer's message at this place in `messages` has got. */
    markAt: (place: number): 'sent' | 'delivered' | 'read' =>
      place <= read ? 'read' : place <= delivered ? 'delivered' : 'sent',
  };
}
