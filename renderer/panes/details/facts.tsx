import type { ReactNode } from 'react';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import { openLink } from '../../state/open-link.ts';
import { select } from '../../state/selection.ts';
import { useTranslator } from '../../state/translator.ts';
import { Story } from '../../notifications/story.tsx';
import { SystemMark } from '../system-mark.tsx';
import { StatusMark } from '../status-mark.tsx';
import styles from './facts.module.css';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Outside({ url, children }: { url: string; children: string }) {
  return (
    <button type="button" className={styles['link']} title={children} onClick={() => openLink(url)}>
      {children}
    </button>
  );
}

/** The request: who asks, of which company, who has it, when what happened. */
function About({ details }: { details: RequestDetails }) {
  const { t, dateTime } = useTranslator();
  const { request, row } = details;
  return (
    <div>
      <h3>{t('facts.details')}</h3>
      <dl>
        <Fact label={t('facts.id')}>{request.id}</Fact>
        <Fact label={t('facts.customer')}>
          <bdi>{request.customer.name}</bdi>
        </Fact>
        <Fact label={t('facts.email')}>
          <Outside url={`mailto:${request.customer.email}`}>{request.customer.email}</Outside>
        </Fact>
        <Fact label={t('facts.company')}>
          <bdi>{row.companyName}</bdi>
        </Fact>
        <Fact label={t('facts.status')}>
          <StatusMark status={row.status} />
        </Fact>
        <Fact label={t('facts.assignee')}>
          {row.assigneeName === null ? t('facts.nobody') : <bdi>{row.assigneeName}</bdi>}
        </Fact>
        <Fact label={t('facts.created')}>{dateTime(request.createdAt)}</Fact>
        {request.assignedAt === null ? null : <Fact label={t('facts.assigned')}>{dateTime(request.assignedAt)}</Fact>}
        {request.closedAt === null ? null : <Fact label={t('facts.closed')}>{dateTime(request.closedAt)}</Fact>}
        {request.rating === null ? null : (
          <Fact label={t('facts.rating')}>{t('facts.stars', { stars: request.rating.stars })}</Fact>
        )}
        {request.fields.map(({ key, label, value }) => (
          <Fact key={key} label={label}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
      </dl>
    </div>
  );
}

/** Where the request came from. */
function Source({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  const { source } = details.request;
  return (
    <div>
      <h3>{t('facts.source')}</h3>
      <dl>
        <Fact label={t('facts.ip')}>{source.ip}</Fact>
        <Fact label={t('facts.device')}>{t(`device.${source.device}`)}</Fact>
        <Fact label={t('facts.system')}>
          <SystemMark device={source.device} osName={source.osName} />
        </Fact>
        <Fact label={t('facts.browser')}>{source.browser}</Fact>
        <Fact label={t('facts.language')}>{t(`language.${source.language}`)}</Fact>
        {source.page === '' ? null : (
          <Fact label={t('facts.page')}>
            <Outside url={source.page}>{source.page}</Outside>
          </Fact>
        )}
      </dl>
    </div>
  );
}

/** Other requests of the same person (spec 8.10). */
function Earlier({ earlier }: Pick<RequestDetails, 'earlier'>) {
  const { t, moment } = useTranslator();
  if (earlier.length === 0) return null;
  return (
    <div className={styles['earlier']}>
      <h3>{t('facts.earlier')}</h3>
      <ul>
        {earlier.map(({ id, subject, status, createdAt }) => (
          <li key={id}>
            <button type="button" className={styles['other']} onClick={() => void select(id)}>
              <span className={styles['otherId']}>#{id}</span>
              <bdi>{subject}</bdi>
              <StatusMark status={status} />
              <time dateTime={new Date(createdAt).toISOString()}>{moment(createdAt, Date.now())}</time>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** All facts about a request, ready to be copied. */
export function Facts({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  return (
    <div className={styles['facts']} tabIndex={-1}>
      <About details={details} />
      <Source details={details} />
      <div className={styles['earlier']}>
        <h3>{t('facts.notifications')}</h3>
        <Story key={details.row.id} id={details.row.id} changed={details} />
      </div>
      <Earlier earlier={details.earlier} />
    </div>
  );
}
