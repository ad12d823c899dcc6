import { ArrowDown } from 'lucide-react';
import { Fragment, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ChatLine as Line } from '../../preload/details-contract.ts';
import { useMe } from '../state/account.ts';
import { useNow } from '../state/clock.ts';
import { fitLines, loadOlder, markRead, useConversation } from '../state/conversation.ts';
import { useSelection } from '../state/selection.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { ChatLine } from './chat-line.tsx';
import styles from './line-list.module.css';

const minute = 60_000;
/** Lines of one author within so long are one run, with one name above. */
const runMs = 3 * minute;
/** So near to the end somebody reads along. */
const nearPx = 60;
const olderPx = 300;

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

function isRun(before: Line | undefined, line: Line): boolean {
  if (before === undefined || before.body.kind === 'event') return false;
  return (
    before.author === line.author &&
    before.name === line.name &&
    before.body.kind === line.body.kind &&
    line.at - before.at < runMs
  );
}

/** The first line of the customer that I had not read when I opened the request. */
const firstUnread = (lines: readonly Line[], openedAt: number): string | null =>
  openedAt === 0
    ? null
    : (lines.find((line) => line.author === 'customer' && line.seq !== null && line.seq > openedAt)?.id ?? null);

/**
 * Keeps the view where the reader is: at the end while new lines come, at the same line while older ones are put
 * above, at the first unread one when a request is opened.
 */
function useReadingPlace(lines: readonly Line[], id: number | null, unreadAt: string | null) {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef({ id: null as number | null, first: '', height: 0 });
  const [atEnd, setAtEnd] = useState(true);

  useLayoutEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    const was = before.current;
    const first = lines[0]?.id ?? '';
    if (was.id !== id) {
      const mark = unreadAt === null ? null : view.querySelector('[data-unread-mark]');
      view.scrollTop = mark instanceof HTMLElement ? mark.offsetTop - nearPx : view.scrollHeight;
      setAtEnd(view.scrollHeight - view.scrollTop - view.clientHeight < nearPx);
    } else if (atEnd) {
      view.scrollTop = view.scrollHeight;
    } else if (first !== was.first && was.first !== '') {
      view.scrollTop += view.scrollHeight - was.height;
    }
    before.current = { id, first, height: view.scrollHeight };
  }, [lines, id, unreadAt, atEnd]);

  const onScroll = useCallback(() => {
    const view = scroller.current;
    if (view === null) return;
    setAtEnd(view.scrollHeight - view.scrollTop - view.clientHeight < nearPx);
    if (view.scrollTop < olderPx) void loadOlder();
  }, []);
  const toEnd = (): void => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  // The pane was made larger or smaller: whoever was at the end still is, and there is something above to scroll to.
  useEffect(() => {
    const view = scroller.current;
    if (view === null) return undefined;
    const observer = new ResizeObserver(() => {
      fitLines(view.clientHeight);
      if (atEnd) view.scrollTop = view.scrollHeight;
      onScroll();
    });
    observer.observe(view);
    return () => observer.disconnect();
  }, [atEnd, onScroll]);
  return { scroller, atEnd, onScroll, toEnd };
}

/** What is in sight of somebody who has the request and looks at it counts as read. */
function useReading(lines: readonly Line[], atEnd: boolean): void {
  const me = useMe();
  const isMine = useSelection(({ details, settled }) => settled && details?.request.assigneeId === me?.id);
  useEffect(() => {
    const read = (): void => {
      if (isMine && atEnd && document.hasFocus()) markRead();
    };
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [lines, atEnd, isMine]);
}

function Day({ at }: { at: number }) {
  const { day } = useTranslator();
  return (
    <li className={styles['day']}>
      <span>{day(at, useNow(minute))}</span>
    </li>
  );
}

/** The conversation: days, runs of lines, where the new ones begin, and a way down when there are more below. */
export function LineList() {
  const { t } = useTranslator();
  const { id, lines, openedAt, more } = useConversation();
  const unreadAt = useMemo(() => firstUnread(lines, openedAt), [lines, openedAt]);
  const { scroller, atEnd, onScroll, toEnd } = useReadingPlace(lines, id, unreadAt);
  useReading(lines, atEnd);
  return (
    <div className={styles['frame']}>
      <div
        ref={scroller}
        className={styles['scroller']}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t('chat.messages')}
      >
        {more ? <p className={styles['older']}>{t('chat.older')}</p> : null}
        <ol className={styles['lines']}>
          {lines.map((line, at) => {
            const before = lines[at - 1];
            const isNewDay = before === undefined || dayOf(before.at) !== dayOf(line.at);
            return (
              <Fragment key={line.id}>
                {isNewDay ? <Day at={line.at} /> : null}
                {line.id === unreadAt ? (
                  <li className={styles['unread']} data-unread-mark>
                    <span>{t('chat.new')}</span>
                  </li>
                ) : null}
                <ChatLine line={line} first={isNewDay || line.id === unreadAt || !isRun(before, line)} />
              </Fragment>
            );
          })}
        </ol>
      </div>
      {atEnd ? null : (
        <div className={styles['toEnd']}>
          <Button size="small" icon={<ArrowDown size={13} aria-hidden />} onPress={toEnd}>
            {t('chat.toEnd')}
          </Button>
        </div>
      )}
    </div>
  );
}
