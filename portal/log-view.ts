import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide';
import type { IconNode } from 'lucide';
import { errorText, type Translate, type Translator } from '../i18n/translate.ts';
import type { PublicEventType } from '../protocol/model.ts';
import type { CustomerProfile } from '../protocol/profiles.ts';
import { h, icon } from './elements.ts';
import { richText } from './rich-text.ts';
import type { FileLine } from './file-line.ts';
import { isOver } from './profile-line.ts';
import { plainName, type FileRow, type Mark, type Row } from './rows.ts';

type TextRow = Extract<Row, { kind: 'text' }>;
type SaidRow = TextRow | FileRow;

export type LogActions = {
  /** Whether a refused text can be mended and sent again, or only be carried into a new request. */
  canWrite: () => boolean;
  onEdit: (row: TextRow) => void;
  onDiscard: (row: SaidRow) => void;
  /** What stands in the bubble of a file. */
  fileLine: (row: FileRow) => FileLine;
  /** What stands under the line of a profile, if anything. */
  profileLine: (profile: CustomerProfile) => HTMLElement | null;
};

const markIcons: Readonly<Record<Mark, IconNode>> = {
  sending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  refused: CircleAlert,
};

/** An event, with the file or the profile that it is about. */
type About = { event: PublicEventType; file?: string | undefined; profile?: CustomerProfile | null | undefined };

/** What happened, in words; null for what this page has no words for. */
export function eventText({ event, file = '', profile }: About, name: string, t: Translate): string | null {
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
    case 'file-refused':
      return t('portal.event.file-refused', { file: plainName(file) });
    case 'profile-delivered':
      return t('portal.event.profile-delivered', { name, profile: profile?.profile ?? '' });
    case 'profile-downloaded':
      return t(`portal.event.profile-downloaded.${profile?.system ?? 'ios'}`, { profile: profile?.profile ?? '' });
    default:
      return null;
  }
}

/** Shows rows as list items, touching only those that changed: what is selected or read aloud stays. */
export function createLogView(texts: Translator, clock: () => number, actions: LogActions) {
  const { t } = texts;
  const list = h('ol', { class: 'lines' });
  const shown = new Map<string, { sign: string; element: HTMLElement }>();
  const files = new Map<string, FileLine>();

  const time = (at: number): HTMLElement =>
    h('time', { datetime: new Date(at).toISOString(), title: texts.dateTime(at) }, texts.time(at));

  function trouble(row: SaidRow): HTMLElement | null {
    if (row.refusal === null) return null;
    const reason = errorText(texts, row.refusal.code, row.refusal.details);
    const edit = h('button', { type: 'button' }, t(actions.canWrite() ? 'portal.chat.edit' : 'portal.chat.carryOver'));
    const discard = h('button', { type: 'button' }, t('portal.chat.discard'));
    if (row.kind === 'text') edit.addEventListener('click', () => actions.onEdit(row));
    discard.addEventListener('click', () => actions.onDiscard(row));
    const words = h('p', {}, t('portal.chat.notSent', { reason }));
    return h('div', { class: 'trouble' }, words, row.kind === 'text' ? edit : null, discard);
  }
  /** What stands in the bubble; the time flows with a text's last line. */
  function contentOf(row: SaidRow, meta: HTMLElement): HTMLElement[] {
    if (row.kind === 'text') return [h('div', { class: 'written' }, ...richText(row.text), meta)];
    const line = actions.fileLine(row);
    files.set(row.key, line);
    return [line.element, meta];
  }
  function saidLine(row: SaidRow): HTMLElement {
    const own = row.author === null;
    const who = h('p', { class: own ? 'unseen' : 'author', dir: 'auto' }, row.author ?? t('portal.chat.you'));
    const mark = row.mark === null || row.mark === 'refused' ? null : icon(markIcons[row.mark], markText(row.mark, t));
    const meta = h('span', { class: 'meta' }, time(row.at), mark);
    return h(
      'li',
      { class: `line ${own ? 'own' : 'theirs'}${row.leads ? ' leads' : ''}${row.mark === null ? '' : ` ${row.mark}`}` },
      own || row.leads ? who : null,
      h('div', { class: 'bubble' }, ...contentOf(row, meta)),
      trouble(row),
    );
  }
  function element(row: Row): HTMLElement | null {
    if (row.kind === 'day') return h('li', { class: 'day' }, h('span', {}, texts.day(row.at, clock())));
    if (row.kind !== 'event') return saidLine(row);
    const text = eventText(row, row.name ?? t('portal.someone'), t);
    if (text === null) return null;
    const below = row.profile === null ? null : actions.profileLine(row.profile);
    return h('li', { class: 'event' }, h('span', { dir: 'auto' }, text), time(row.at), below);
  }
  /** Two rows with the same sign look the same. */
  const signOf = (row: Row): string =>
    row.kind === 'text' || row.kind === 'file'
      ? `${row.kind === 'file' ? row.state : ''} ${row.leads} ${row.mark} ${row.refusal?.code} ${row.refusal !== null && actions.canWrite()} ${row.at}`
      : row.kind === 'day'
        ? texts.day(row.at, clock())
        : `${row.profile !== null && isOver(row.profile, clock())}`;

  return {
    element: list,
    show: (rows: readonly Row[]): void => {
      const keys = new Set(rows.map(({ key }) => key));
      for (const [key, { element: old }] of shown) {
        if (keys.has(key)) continue;
        old.remove();
        shown.delete(key);
        files.delete(key);
      }
      let after: Element | null = null;
      for (const row of rows) {
        const sign = signOf(row);
        const old = shown.get(row.key);
        const item = old?.sign === sign ? old.element : element(row);
        if (item === null) continue;
        // How far a file has got moves in place: who is on its button stays there.
        if (row.kind === 'file' && old?.sign === sign) files.get(row.key)?.update(row);
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
