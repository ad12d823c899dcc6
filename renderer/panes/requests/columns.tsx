import { CircleAlert, Eye, PencilLine } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ListRow } from '../../../preload/list-contract.ts';
import type { SortColumn } from '../../../preload/settings-contract.ts';
import { useColleaguesAt } from '../../state/presence.ts';
import { useNow } from '../../state/clock.ts';
import { useTranslator } from '../../state/translator.ts';
import { FoundText } from '../../ui/found-text.tsx';
import { StatusMark } from '../status-mark.tsx';
import { SystemMark } from '../system-mark.tsx';
import { WaitingTime } from '../waiting-time.tsx';
import styles from './request-table.module.css';

/** A column of Support requests. Its text key is `column.<id>`. */
export type Column = {
  id: SortColumn;
  cell: (row: ListRow) => ReactNode;
  /** Whether the first click on the header puts the largest first. */
  largestFirst?: true;
};

function Created({ at }: { at: number }) {
  const { moment } = useTranslator();
  return <time dateTime={new Date(at).toISOString()}>{moment(at, useNow(60_000))}</time>;
}

/** A colleague looks at it or types in it (spec 8.9). */
function WhoIsHere({ id }: { id: ListRow['id'] }) {
  const { t } = useTranslator();
  const colleagues = useColleaguesAt(id);
  if (colleagues.length === 0) return null;
  const types = colleagues.some(({ typing }) => typing);
  const Picture = types ? PencilLine : Eye;
  return (
    <Picture
      size={13}
      className={styles['here']}
      role="img"
      aria-label={t(types ? 'list.colleagueTypes' : 'list.colleagueLooks')}
    />
  );
}

function Subject({ row }: { row: ListRow }) {
  const { t } = useTranslator();
  return (
    <span className={styles['subject']}>
      {row.unread > 0 ? (
        <CircleAlert
          size={13}
          className={styles['unread']}
          role="img"
          aria-label={t('list.unread', { count: row.unread })}
        />
      ) : null}
      <WhoIsHere id={row.id} />
      <bdi className={styles['cut']}>{row.subject}</bdi>
      {row.snippet === null ? null : (
        <span className={styles['snippet']}>
          <FoundText text={row.snippet} />
        </span>
      )}
    </span>
  );
}

/** The columns, left to right. */
export const columns: readonly Column[] = [
  { id: 'id', cell: (row) => row.id, largestFirst: true },
  { id: 'customer', cell: (row) => <bdi>{row.customerName}</bdi> },
  { id: 'company', cell: (row) => <bdi>{row.companyName}</bdi> },
  { id: 'subject', cell: (row) => <Subject row={row} /> },
  { id: 'status', cell: (row) => <StatusMark status={row.status} /> },
  { id: 'assignee', cell: (row) => <bdi>{row.assigneeName ?? ''}</bdi> },
  { id: 'device', cell: (row) => <SystemMark device={row.device} osName={row.osName} /> },
  { id: 'waiting', cell: (row) => <WaitingTime since={row.waitingSince} /> },
  { id: 'created', cell: (row) => <Created at={row.createdAt} />, largestFirst: true },
];
