import type { ChatEvent } from '../protocol/model.ts';
import { screenShareText } from './screen-share-text.ts';
import type { Translator } from './translate.ts';

/** The sentence for something that happened to a request; `name` is whom it is about, `other` the second technician. */
export function eventText(
  translator: Pick<Translator, 't' | 'duration'>,
  event: ChatEvent,
  { name, otherName }: { name: string; otherName: string | null },
): string {
  const { t } = translator;
  const other = otherName ?? '';
  switch (event.type) {
    case 'unassigned':
      return t(`event.unassigned.${event.reason}`, { name });
    case 'file-refused':
      return event.technicianId === null
        ? t('event.file-refused.customer', { file: event.file })
        : t('event.file-refused.technician', { file: event.file, name });
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
    case 'profile-delivered':
      return t('event.profile-delivered', { name, profile: event.profile });
    case 'profile-downloaded':
      return t(`event.profile-downloaded.${event.system}`, { profile: event.profile });
    default:
      return screenShareText(translator, event, name);
  }
}
