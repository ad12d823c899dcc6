import { CircleCheck, Clock3, MessageCircle, WifiOff } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import type { CustomerView } from '../protocol/live.ts';
import { h, icon, showOnce } from './elements.ts';
import { plainName } from './rows.ts';

/** How the request stands, for the strip above the chat: calm (one waits), good, a warning, or done. */
export type Standing = { tone: 'calm' | 'good' | 'warn' | 'done'; title: string; text: string | null };

const hour = 60;

/** In words how the request stands with the relay; `live`: the page is connected. */
export function standingOf(view: CustomerView | null, live: boolean | null, t: Translate): Standing {
  if (live === false) {
    return { tone: 'warn', title: t('portal.standing.offline'), text: t('portal.standing.offlineText') };
  }
  if (view === null || live === null) return { tone: 'calm', title: t('portal.standing.connecting'), text: null };
  if (view.closed) return { tone: 'done', title: t('portal.standing.closed'), text: t('portal.standing.closedText') };
  if (view.place !== null) return queued(view, view.place, t);
  const { technician, chat } = view;
  if (technician === null) {
    return { tone: 'good', title: t('portal.standing.taken'), text: t('portal.standing.takenText') };
  }
  if (chat === 'ended')
    return { tone: 'done', title: t('portal.standing.ended'), text: t('portal.standing.endedText') };
  const name = plainName(technician);
  return view.technicianConnected
    ? {
        tone: 'good',
        title: t('portal.standing.joined', { name }),
        text: view.answersByMail ? t('portal.standing.mayLeave') : null,
      }
    : { tone: 'warn', title: t('portal.standing.lost', { name }), text: t('portal.standing.lostText') };
}

function queued(view: CustomerView, place: number, t: Translate): Standing {
  const { chat, anybodyAvailable, answersByMail, estimateMinutes } = view;
  if (!anybodyAvailable) {
    const text = t(answersByMail ? 'portal.standing.nobodyText' : 'portal.standing.nobodyStay');
    return { tone: 'calm', title: t('portal.standing.nobody'), text };
  }
  const title = t(chat === 'none' ? 'portal.standing.place' : 'portal.standing.back', { place });
  return { tone: 'calm', title, text: expectation(estimateMinutes, t) };
}

function expectation(minutes: number | null, t: Translate): string {
  if (minutes === null) return t('portal.standing.soon');
  if (minutes < 2 * hour) return t('portal.standing.minutes', { minutes });
  return t('portal.standing.hours', { hours: Math.ceil(minutes / hour) });
}

/** Whether the customer may say how the help was (spec 3: at the end). */
export const isRateable = ({ closed, chat, place, technician }: CustomerView): boolean =>
  closed || (chat === 'ended' && place === null && technician !== null);

const icons = { good: MessageCircle, calm: Clock3, warn: WifiOff, done: CircleCheck } as const;

/** Puts it into the strip, which is read aloud when it changes. */
export function showStanding(strip: HTMLElement, { tone, title, text }: Standing): void {
  showOnce(strip, JSON.stringify([tone, title, text]), () => {
    strip.className = `standing ${tone}`;
    const words = [h('p', { class: 'title' }, title), text === null ? null : h('p', { class: 'text' }, text)];
    return [icon(icons[tone]), h('div', {}, ...words)];
  });
}
