import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide';
import type { IconNode } from 'lucide';
import { errorText, type Translate, type Translator } from '../i18n/translate.ts';
import type { PublicEventType } from '../protocol/model.ts';
import { h, icon } from './elements.ts';
import { richText } from './rich-text.ts';
import type { Mark, Row } from './rows.ts';

type TextRow = Extract<Row, { kind: 'text' }>;

export type LogActions = {
  /** Whether a refused text can be mended and sent again, or only be carried into a new request. */
  canWrite: () => boolean;
  onEdit: (row: TextRow) => void;
  onDiscard: (row: TextRow) => void;
};

const markIcons: Readonly<Record<Mark, IconNode>> = {
  sending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  refused: CircleAlert,
};

/** What happened, in words; null for what this page has no words for. */
export function eventText(event: PublicEventType, name: string, t: Translate): string | null {
  switch (event) {
    case 'joined':
    case 'ended':
    case 'handed-over':
    case 'closed':
    case 'screen-share-requested':
    case 'screen-share-cancelled':
    case 'screen-share-started':
      return t(`portal.event.${event}`, { name });
    case 'reopened':
    case 'screen-share-declined':
    case 'screen-share-expired':
    case 'screen-share-ended':
    case 'screen-share-failed':
      return t(`portal.event.${event}`);
    default:
      return null;
  }
}

/** Shows rows as list items, touching only those that changed: what is selected or read aloud stays. */
export function createLogView(texts: Translator, clock: () => number, actions: LogActions) {
  const { t } = texts;
  const list = h('ol', { class: 'lines' });
  const shown = new Map<string, { sign: string; element: HTMLElement }>();

  const time = (at: number): HTMLElement =>
    h('time', { datetime: new Date(at).toISOString(), title: texts.dateTime(at) }, texts.time(at));

  function trouble(row: TextRow): HTMLElement | null {
    if (row.refusal === null) return null;
    const reason = errorText(texts, row.refusal.code, row.refusal.details);
    const edit = h('button', { type: 'button' }, t(actions.canWrite() ? 'portal.chat.edit' : 'portal.chat.carryOver'));
    const discard = h('button', { type: 'button' }, t('portal.chat.discard'));
    edit.addEventListener('click', () => actions.onEdit(row));
    discard.addEventListener('click', () => actions.onDiscard(row));
    return h('div', { class: 'trouble' }, h('p', {}, t('portal.chat.notSent', { reason })), edit, discard);
  }
  function textLine(row: TextRow): HTMLElement {
    const own = row.author === null;
    const who = h('p', { class: own ? 'unseen' : 'author', dir: 'auto' }, row.author ?? t('portal.chat.you'));
    const mark = row.mark === null || row.mark === 'refused' ? null : icon(markIcons[row.mark], markText(row.mark, t));
    const meta = h('p', { class: 'meta' }, time(row.at), mark);
    return h(
      'li',
      { class: `line ${own ? 'own' : 'theirs'}${row.leads ? ' leads' : ''}${row.mark === null ? '' : ` ${row.mark}`}` },
      own || row.leads ? who : null,
      h('div', { class: 'bubble' }, h('div', { class: 'written' }, ...richText(row.text)), meta),
      trouble(row),
    );
  }
  function element(row: Row): HTMLElement | null {
    if (row.kind === 'day') return h('li', { class: 'day' }, h('span', {}, texts.day(row.at, clock())));
    if (row.kind === 'text') return textLine(row);
    const text = eventText(row.event, row.name ?? t('portal.someone'), t);
    return text === null ? null : h('li', { class: 'event' }, h('span', { dir: 'auto' }, text), time(row.at));
  }
  /** Two rows with the same sign look the same. */
  const signOf = (row: Row): string =>
    row.kind === 'text'
      ? `${row.leads} ${row.mark} ${row.refusal?.code} ${row.refusal !== null && actions.canWrite()} ${row.at}`
      : row.kind === 'day'
        ? texts.day(row.at, clock())
        : row.key;

  return {
    element: list,
    show: (rows: readonly Row[]): void => {
      const keys = new Set(rows.map(({ key }) => key));
      for (const [key, { element: old }] of shown) {
        if (keys.has(key)) continue;
        old.remove();
        shown.delete(key);
      }
      let after: Element | null = null;
      for (const row of rows) {
        const sign = signOf(row);
        const old = shown.get(row.key);
        const item = old?.sign === sign ? old.element : element(row);
        if (item === null) continue;
        if (old !== undefined && old.element !== item) old.element.replaceWith(item);
        if ((after === null ? list.firstElementChild : after.nextElementSibling) !== item) {
          if (after === null) list.prepend(item);
          else after.after(item);
        }
        shown.set(row.key, { sign, element: item });
        after = item;
      }
    },
  };
}

const markText = (mark: Exclude<Mark, 'refused'>, t: Translate): string => t(`portal.mark.${mark}`);
