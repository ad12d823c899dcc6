import { Check, Inbox, UserRound } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { errorText } from '../../i18n/translate.ts';
import type { TechnicianId } from '../../protocol/ids.ts';
import type { Candidate } from '../state/transfer.ts';
import { useTranslator } from '../state/translator.ts';
import { Spinner } from '../ui/spinner.tsx';
import type { Asked } from './use-asked.ts';
import styles from './receivers.module.css';

/** Who could take over. */
type Candidates = Asked<readonly Candidate[]>;

/** Who gets a request: a colleague, or everybody who serves the company. */
export type Receiver = TechnicianId | 'queue';

function Row({
  id,
  name,
  hint,
  icon,
  isDisabled = false,
}: {
  id: Receiver;
  name: string;
  hint: string;
  icon: ReactNode;
  isDisabled?: boolean;
}) {
  return (
    <ListBoxItem id={id} textValue={name} isDisabled={isDisabled} className={styles['row'] ?? ''}>
      <span className={styles['icon']}>{icon}</span>
      <span className={styles['text']}>
        <bdi>{name}</bdi> <span className={styles['hint']}>{hint}</span>
      </span>
      <Check size={15} aria-hidden className={styles['check']} />
    </ListBoxItem>
  );
}

/** What stands beneath the list while it may not be all there is. */
function Word({ candidates, company }: { candidates: Candidates; company: string }) {
  const { t } = useTranslator();
  if (candidates.told === null && candidates.refusal === null)
    return (
      <p className={styles['word']} role="status">
        <Spinner />
        {t('transfer.loading')}
      </p>
    );
  return candidates.told?.length === 0 ? <p className={styles['word']}>{t('transfer.nobody', { company })}</p> : null;
}

/** The queue, which is always there, and the colleagues who serve the company; who can't be reached can't be chosen. */
export function Receivers({
  company,
  candidates,
  online,
  chosen,
  onChoose,
  error,
}: {
  company: string;
  candidates: Candidates;
  online: boolean;
  chosen: Receiver | null;
  onChoose: (receiver: Receiver) => void;
  error: string | undefined;
}) {
  const translator = useTranslator();
  const { t } = translator;
  const id = useId();
  return (
    <div className={styles['receivers']}>
      <span id={id} className={styles['label']}>
        {t('transfer.to')}
      </span>
      <ListBox
        aria-labelledby={id}
        aria-describedby={`${id}-error`}
        selectionMode="single"
        // Otherwise Escape would take the choice back instead of closing the window.
        disallowEmptySelection
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          if (keys !== 'all') for (const key of keys) onChoose(key as Receiver);
        }}
        autoFocus
        className={styles['list'] ?? ''}
      >
        <Row
          id="queue"
          name={t('transfer.queue', { company })}
          hint={online ? t('transfer.queueHint') : errorText(translator, 'offline')}
          icon={<Inbox size={16} aria-hidden />}
          isDisabled={!online}
        />
        {(candidates.told ?? []).map(({ id: technician, name, available }) => (
          <Row
            key={technician}
            id={technician}
            name={name}
            hint={t(available ? 'transfer.reachable' : 'transfer.unreachable')}
            icon={<UserRound size={16} aria-hidden />}
            isDisabled={!available}
          />
        ))}
      </ListBox>
      {online ? <Word candidates={candidates} company={company} /> : null}
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {error}
      </p>
    </div>
  );
}
