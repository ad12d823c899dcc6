import type { MessageId } from '../protocol/ids.ts';
import type { CustomerMessage } from '../protocol/live.ts';
import type { Saved } from './saved.ts';

/** How far the customer has read, kept over reloads: unread is what a technician wrote after it. */
export function createReading(saved: Saved, place: string) {
  let read = saved.read<MessageId>(place);

  return {
    unread: (messages: readonly CustomerMessage[]): number => {
      const from = read === null ? 0 : messages.findLastIndex(({ id }) => id === read) + 1;
      return messages.slice(from).filter(({ author }) => author === 'technician').length;
    },
    /** The customer has seen everything up to here. */
    reach: (id: MessageId | null): void => {
      if (id === null || id === read) return;
      read = id;
      saved.write(place, id);
    },
    last: (): MessageId | null => read,
  };
}
