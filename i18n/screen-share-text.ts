import type { ChatEvent } from '../protocol/model.ts';
import type { Translator } from './translate.ts';

export type ScreenShareEvent = Extract<ChatEvent, { type: `screen-share-${string}` }>;

/** The sentence for something that happened to a screen-share session of the technician `name`. */
export function screenShareText(
  { t, duration }: Pick<Translator, 't' | 'duration'>,
  event: ScreenShareEvent,
  name: string,
): string {
  switch (event.type) {
    case 'screen-share-requested':
    case 'screen-share-started': {
      const { type, client } = event;
      return client === null ? t(`event.${type}.built-in`, { name }) : t(`event.${type}.expert`, { name, client });
    }
    case 'screen-share-ended': {
      const text = t(`event.screen-share-ended.${event.why}`, { name });
      const { durationMs } = event;
      return durationMs === null ? text : t('event.screen-share-lasted', { text, duration: duration(durationMs) });
    }
    case 'screen-share-failed':
      return t(`event.screen-share-failed.${event.why}`);
    case 'screen-share-cancelled':
      return t('event.screen-share-cancelled', { name });
    case 'screen-share-accepted':
    case 'screen-share-declined':
    case 'screen-share-expired':
      return t(`event.${event.type}`);
  }
}
