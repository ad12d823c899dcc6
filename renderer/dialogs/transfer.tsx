import { WifiOff } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { RequestDetails } from '../../preload/contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { TechnicianId } from '../../protocol/ids.ts';
import { objection } from '../../protocol/lifecycle.ts';
import { limits } from '../../protocol/limits.ts';
import type { Me } from '../../protocol/model.ts';
import { openSheet } from '../state/perform.ts';
import { useSituation } from '../state/possible.ts';
import { readCandidates, transfer } from '../state/transfer.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { submitByKey } from '../ui/submit-key.ts';
import { Spinner } from '../ui/spinner.tsx';
import { Receivers, type Receiver } from './receivers.tsx';
import { useAsked } from './use-asked.ts';
import styles from './transfer.module.css';

const formId = 'transfer';
const close = (): void => openSheet(null);

/** What is typed and chosen, and what becomes of it. */
function useOrder(id: RequestDetails['request']['id']) {
  const [to, setTo] = useState<Receiver | null>(null);
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPending) return;
    setMissing(to === null);
    if (to === null) return;
    setPending(true);
    setRefusal(null);
    const target = to === 'queue' ? { kind: 'queue' as const } : { kind: 'technician' as const, id: to };
    const refused = await transfer({ id, to: target, note }).finally(() => setPending(false));
    if (refused === null) close();
    else setRefusal(refused);
  }
  const choose = (receiver: Receiver): void => {
    setTo(receiver);
    setMissing(false);
    setRefusal(null);
  };
  return { to, choose, note, setNote, isMissing, isPending, refusal, submit };
}

function TransferForm({ details, me, online }: { details: RequestDetails; me: Me; online: boolean }) {
  const translator = useTranslator();
  const { t } = translator;
  const { request, row } = details;
  const order = useOrder(request.id);
  const candidates = useAsked(readCandidates, request.id, online);
  const against = order.isPending ? null : objection('request.transfer', request, me.id);
  const chosen = candidates.told?.find(({ id }) => id === (order.to as TechnicianId));
  const trouble = order.refusal ?? candidates.refusal;

  return (
    <Sheet
      title={t('transfer.title', { id: request.id })}
      closeLabel={t('sheet.close')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('sheet.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isDisabled={!online || against !== null}
            isPending={order.isPending}
            icon={order.isPending ? <Spinner /> : null}
          >
            {t(order.to === 'queue' ? 'transfer.submitQueue' : 'transfer.submit')}
          </Button>
        </>
      }
    >
      {against === null ? (
        <form
          id={formId}
          className={styles['form']}
          onSubmit={(event) => void order.submit(event)}
          onKeyDownCapture={submitByKey}
        >
          {online ? null : (
            <Banner tone="warn" icon={<WifiOff size={15} aria-hidden />}>
              {t('sheet.offline')}
            </Banner>
          )}
          <Receivers
            company={row.companyName}
            candidates={online ? candidates : { told: [], refusal: null }}
            online={online}
            chosen={order.to}
            onChoose={order.choose}
            error={order.isMissing ? t('transfer.choose') : undefined}
          />
          <p className={styles['offer']} role="status">
            {chosen === undefined ? '' : t('transfer.offer', { name: chosen.name })}
          </p>
          <TextField
            label={t('transfer.note')}
            hint={t('transfer.noteHint')}
            lines={3}
            value={order.note}
            onChange={order.setNote}
            maxLength={limits.note}
          />
          {trouble === null ? null : (
            <p className={styles['trouble']} role="alert">
              {errorText(translator, trouble.code, trouble.details)}
            </p>
          )}
        </form>
      ) : (
        <p>{errorText(translator, against)}</p>
      )}
    </Sheet>
  );
}

/** Hands the chosen request over: to a colleague, who is asked, or back to the company's queue. */
export function TransferSheet() {
  const { t } = useTranslator();
  const { details, me, online } = useSituation();
  if (details !== null && me !== null)
    return <TransferForm key={details.request.id} details={details} me={me} online={online} />;
  return (
    <Sheet title={t('transfer.submit')} closeLabel={t('sheet.close')} onClose={close} width="narrow">
      <p>{t('transfer.noRequest')}</p>
    </Sheet>
  );
}
