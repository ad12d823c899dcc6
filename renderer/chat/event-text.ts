import type { Translator } from '../../i18n/translate.ts';
import type { ChatLine } from '../../preload/contract.ts';
import type { ChatEvent } from '../../protocol/model.ts';

/** The sentence for something that happened to a request; `name` is whom it is about, `other` the second technician. */
export function eventText(
  { t }: Translator,
  event: ChatEvent,
  { name, otherName }: Pick<ChatLine, 'name' | 'otherName'>,
): string {
  const other = otherName ?? '';
  switch (event.type) {
    case 'unassigned':
      return t(`event.unassigned.${event.reason}`, { name });
    case 'reopened':
      return t('event.reopened', { name, from: event.from });
    case 'rated':
      return t('event.rated', { stars: event.stars });
    case 'handover-offered':
    case 'handover-declined':
    case 'handed-over':
      return t(`event.${event.type}`, { name, other });
    case 'handover-cancelled':
      return t('event.handover-cancelled', { name });
    case 'assigned':
    case 'joined':
    case 'ended':
    case 'closed':
      return t(`event.${event.type}`, { name });
  }
}
