import { Inbox, UserRound } from 'lucide-react';
import { useId } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { TechnicianId } from '../../protocol/ids.ts';
import type { Candidate } from '../state/transfer.ts';
import { useTranslator } from '../state/translator.ts';
import { Choice, ChoiceList } from '../ui/choice-list.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { Asked } from './use-asked.ts';
import styles from './receivers.module.css';

/** Who could take over. */
type Candidates = Asked<readonly Candidate[]>;

/** Who gets a request: a colleague, or everybody who serves the company. */
export type Receiver = TechnicianId | 'queue';

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
      <ChoiceList aria-labelledby={id} aria-describedby={`${id}-error`} chosen={chosen} onChoose={onChoose} autoFocus>
        <Choice
          id="queue"
          name={t('transfer.queue', { company })}
          about={online ? t('transfer.queueHint') : errorText(translator, 'offline')}
          icon={<Inbox size={16} aria-hidden />}
          isDisabled={!online}
        />
        {(candidates.told ?? []).map(({ id: technician, name, available }) => (
          <Choice
            key={technician}
            id={technician}
            name={name}
            about={t(available ? 'transfer.reachable' : 'transfer.unreachable')}
            icon={<UserRound size={16} aria-hidden />}
            isDisabled={!available}
          />
        ))}
      </ChoiceList>
      {online ? <Word candidates={candidates} company={company} /> : null}
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {error}
      </p>
    </div>
  );
}
