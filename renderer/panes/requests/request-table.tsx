import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { ListRow } from '../../../preload/list-contract.ts';
import type { Settings } from '../../../preload/settings-contract.ts';
import { placeOf, rowAt, showRows, useRequestList } from '../../state/request-list.ts';
import { select, useSelection } from '../../state/selection.ts';
import { useSetting, writeSettings } from '../../state/settings.ts';
import { useAskedFocus } from '../../state/asked-focus.ts';
import { perform } from '../../state/perform.ts';
import { useTranslator } from '../../state/translator.ts';
import { rowAfterKey } from '../row-keys.ts';
import { columns, type Column } from './columns.tsx';
import { useRowsInSight } from './rows-in-sight.ts';
import styles from './request-table.module.css';

const rowHeight = 32;
const headHeight = 28;

function sortBy({ id, largestFirst }: Column, sort: Settings['sort']): void {
  const descending = sort.column === id ? !sort.descending : largestFirst === true;
  writeSettings({ sort: { column: id, descending } });
}

/** One head takes part in tabbing; the arrow keys lead to the others. */
function goToNextHead(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.stopPropagation();
  const heads = [...(event.currentTarget.closest('[role=row]')?.querySelectorAll('button') ?? [])];
  const shown = heads.filter((head) => head.checkVisibility());
  shown[shown.indexOf(event.currentTarget) + step]?.focus();
}

/** The head of a column: a click sorts by it, a second one the other way round. */
function Header({ column, sort }: { column: Column; sort: Settings['sort'] }) {
  const { t } = useTranslator();
  const isSorted = sort.column === column.id;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      data-column={column.id}
      aria-sort={!isSorted ? 'none' : sort.descending ? 'descending' : 'ascending'}
    >
      <button
        type="button"
        tabIndex={isSorted ? 0 : -1}
        className={styles['head']}
        onClick={() => sortBy(column, sort)}
        onKeyDown={goToNextHead}
      >
        <span className={styles['cut']}>{t(`column.${column.id}`)}</span>
        {isSorted ? <Arrow size={12} aria-hidden /> : null}
      </button>
    </div>
  );
}

/** What a row says. Its place is not among it, so that one more row above leaves it as it is. */
const Cells = memo(
  function Cells({ row }: { row: ListRow }) {
    return columns.map((column) => (
      <div key={column.id} role="gridcell" data-column={column.id}>
        {column.cell(row)}
      </div>
    ));
  },
  (before, after) => before.row === after.row || JSON.stringify(before.row) === JSON.stringify(after.row),
);

type RowProps = { row: ListRow | undefined; index: number; isSelected: boolean };
const RequestRow = memo(function RequestRow({ row, index, isSelected }: RowProps) {
  if (row === undefined)
    return (
      <div className={styles['row']} data-loading role="row" aria-rowindex={index + 2}>
        <div role="gridcell" aria-busy />
      </div>
    );
  return (
    <div
      role="row"
      id={`request-${row.id}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={styles['row']}
      data-status={row.status}
      data-unread={row.unread > 0 || undefined}
      onPointerDown={(event) => event.button === 0 && void select(row.id)}
    >
      <Cells row={row} />
    </div>
  );
});

/** Brings a row into sight, by the least scrolling. Rows are all of one height, so nothing has to be measured. */
function reveal(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return;
  const top = index * rowHeight;
  const room = scroller.clientHeight - headHeight - rowHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
}

/** Keeps the row that is chosen by keyboard, link or palette in sight. */
function useFollow(scroller: RefObject<HTMLElement | null>): void {
  const id = useSelection((selection) => selection.id);
  useEffect(() => {
    const at = placeOf(id);
    if (at >= 0) reveal(scroller.current, at);
  }, [id, scroller]);
}

/** Support requests as a table: only the rows on screen are there, the rest are read as they are scrolled to. */
export function RequestTable() {
  const { t } = useTranslator();
  const total = useRequestList((list) => list.total);
  const offset = useRequestList((list) => list.offset);
  const rows = useRequestList((list) => list.rows);
  const selected = useSelection((selection) => selection.id);
  const sort = useSetting('sort');
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useRowsInSight(scroller, total, rowHeight);
  useEffect(() => void showRows(first, last), [first, last]);
  useFollow(scroller);
  useAskedFocus('list', scroller);

  async function onKeyDown(event: KeyboardEvent): Promise<void> {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    if (event.key === 'Enter' && event.target === event.currentTarget) return perform('focus.composer');
    const next = rowAfterKey(event, placeOf(selected), total, page);
    if (next === null) return;
    event.preventDefault();
    reveal(scroller.current, next);
    await showRows(next, next);
    const row = rowAt(next);
    if (row !== undefined) await select(row.id);
  }

  const drawn = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const isThere = selected !== null && placeOf(selected) >= 0;
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('pane.requests')}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={isThere ? `request-${selected}` : undefined}
      className={styles['table']}
      onKeyDown={(event) => void onKeyDown(event)}
    >
      <div role="row" aria-rowindex={1} className={styles['heads']}>
        {columns.map((column) => (
          <Header key={column.id} column={column} sort={sort} />
        ))}
      </div>
      <div role="rowgroup" className={styles['rows']} style={{ height: total * rowHeight }}>
        <div
          role="presentation"
          className={styles['drawn']}
          style={{ transform: `translateY(${first * rowHeight}px)` }}
        >
          {drawn.map((index) => {
            const row = rows[index - offset];
            return (
              <RequestRow
                key={row?.id ?? `at-${index}`}
                row={row}
                index={index}
                isSelected={row?.id === selected && selected !== null}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
