import { Hand } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { keysOf } from '../../../preload/actions.ts';
import type { MineRow } from '../../../preload/list-contract.ts';
import { useAskedFocus } from '../../state/asked-focus.ts';
import { perform } from '../../state/perform.ts';
import { actionOf } from '../../state/possible.ts';
import { useCounts } from '../../state/counts.ts';
import { useMyRequests } from '../../state/my-requests.ts';
import { useNow } from '../../state/clock.ts';
import { select, useSelection } from '../../state/selection.ts';
import { useSettings } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Shortcut, shortcutText } from '../../ui/shortcut.tsx';
import pane from '../pane.module.css';
import { rowAfterKey } from '../row-keys.ts';
import { WaitingTime } from '../waiting-time.tsx';
import styles from './mine-pane.module.css';

const heads = ['on', 'id', 'customer', 'company', 'kind', 'message', 'waiting'] as const;
const pageOfRows = 8;

/** "In progress" marks a request whose customer left a message; the others are live chats (spec 2). */
function Kind({ row }: { row: MineRow }) {
  const { t } = useTranslator();
  if (row.offeredBy !== null)
    return <span className={styles['offer']}>{t('mine.offeredBy', { name: row.offeredBy })}</span>;
  return <span className={styles['kind']}>{t(row.leftMessage ? 'mine.inProgress' : 'mine.liveChat')}</span>;
}

function LastMessage({ row }: { row: MineRow }) {
  const { t } = useTranslator();
  return (
    <span className={styles['message']}>
      {row.draft ? <span className={styles['draft']}>{t('mine.draft')}</span> : null}
      <bdi>{row.lastMessage ?? row.subject}</bdi>
    </span>
  );
}

function Row({ row, isSelected }: { row: MineRow; isSelected: boolean }) {
  const { t, moment, number } = useTranslator();
  const now = useNow(60_000);
  return (
    <div
      role="row"
      id={`mine-${row.id}`}
      aria-selected={isSelected}
      className={styles['row']}
      data-unread={row.unread > 0 || undefined}
      onPointerDown={(event) => event.button === 0 && void select(row.id)}
    >
      <div role="gridcell" data-column="on">
        {row.takenAt === null ? <Hand size={14} role="img" aria-label={t('mine.offer')} /> : moment(row.takenAt, now)}
      </div>
      <div role="gridcell" data-column="id">
        {row.id}
      </div>
      <div role="gridcell" data-column="customer">
        <bdi>{row.customerName}</bdi>
      </div>
      <div role="gridcell" data-column="company">
        <bdi>{row.companyName}</bdi>
      </div>
      <div role="gridcell" data-column="kind">
        <Kind row={row} />
      </div>
      <div role="gridcell" data-column="message">
        <LastMessage row={row} />
      </div>
      <div role="gridcell" data-column="waiting">
        {row.unread > 0 ? (
          <span className={styles['unread']} aria-label={t('list.unread', { count: row.unread })}>
            {number(row.unread)}
          </span>
        ) : null}
        <WaitingTime since={row.waitingSince} />
      </div>
    </div>
  );
}

function Heads() {
  const { t } = useTranslator();
  return (
    <div role="row" className={styles['heads']}>
      {heads.map((head) => (
        <div key={head} role="columnheader" data-column={head}>
          {t(`mineColumn.${head}`)}
        </div>
      ))}
    </div>
  );
}

function Table({ rows }: { rows: readonly MineRow[] }) {
  const { t } = useTranslator();
  const selected = useSelection((selection) => selection.id);
  const at = rows.findIndex((row) => row.id === selected);
  const element = useRef<HTMLDivElement>(null);
  useAskedFocus('mine', element);
  useEffect(() => {
    if (selected !== null) document.getElementById(`mine-${selected}`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') return perform('focus.composer');
    const next = rowAfterKey(event, at, rows.length, pageOfRows);
    if (next === null) return;
    event.preventDefault();
    void select(rows[next]?.id ?? null);
  }
  return (
    <div
      ref={element}
      role="grid"
      tabIndex={0}
      aria-label={t('pane.mine')}
      aria-activedescendant={at < 0 ? undefined : `mine-${selected}`}
      className={styles['table']}
      onKeyDown={onKeyDown}
    >
      <Heads />
      {rows.map((row) => (
        <Row key={row.id} row={row} isSelected={row.id === selected} />
      ))}
    </div>
  );
}

/** What to do while I have none: take the one that has waited longest. */
function NoneYet() {
  const { t } = useTranslator();
  const waiting = useCounts((counts) => counts.new);
  const platform = useSettings(({ app }) => app.platform);
  const keys = shortcutText(keysOf(actionOf('request.nextUp'), platform), platform);
  const action =
    waiting === 0 ? undefined : (
      <Button size="small" onPress={() => perform('request.nextUp')} hint={<Shortcut>{keys}</Shortcut>}>
        {t('action.request.nextUp')}
      </Button>
    );
  return (
    <Empty icon={<Hand size={26} />} title={t('mine.empty')} action={action}>
      {t('mine.emptyHint')}
    </Empty>
  );
}

/** My support requests: those I have, several at a time, until they are closed or given back. */
export function MinePane() {
  const { t, number } = useTranslator();
  const rows = useMyRequests((state) => state.rows);
  return (
    <section className={pane['pane']} aria-label={t('pane.mine')}>
      <header className={pane['head']}>
        <h2 className={pane['title']}>
          {t('pane.mine')}
          <span className={pane['count']}>{number(rows.length)}</span>
        </h2>
      </header>
      {rows.length === 0 ? <NoneYet /> : <Table rows={rows} />}
    </section>
  );
}
