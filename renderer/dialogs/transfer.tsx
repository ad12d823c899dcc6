import { useState } from 'react';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { readCandidates, transfer } from '../state/transfer.ts';
import { useTranslator } from '../state/translator.ts';
import { TextField } from '../ui/field.tsx';
import { Receivers, type Receiver } from './receivers.tsx';
import { RequestForm, RequestSheet, useSending, type OnRequest } from './request-form.tsx';
import { useAsked } from './use-asked.ts';
import styles from './transfer.module.css';

/** What is typed and chosen, and what becomes of it. */
function useOrder(id: RequestId) {
  const [to, setTo] = useState<Receiver | null>(null);
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const sending = useSending();

  function submit(): void {
    setMissing(to === null);
    if (to === null) return;
    const target = to === 'queue' ? { kind: 'queue' as const } : { kind: 'technician' as const, id: to };
    void sending.send(() => transfer({ id, to: target, note }));
  }
  const choose = (receiver: Receiver): void => {
    setTo(receiver);
    setMissing(false);
    sending.forget();
  };
  return { to, choose, note, setNote, isMissing, sending, submit };
}

function TransferForm(on: OnRequest) {
  const { t } = useTranslator();
  const { details, online } = on;
  const { request, row } = details;
  const order = useOrder(request.id);
  const candidates = useAsked(readCandidates, request.id, online);
  const chosen = candidates.told?.find(({ id }) => id === (order.to as TechnicianId));

  return (
    <RequestForm
      on={on}
      action="request.transfer"
      title={t('transfer.title', { id: request.id })}
      submit={t(order.to === 'queue' ? 'transfer.submitQueue' : 'transfer.submit')}
      sending={order.sending}
      trouble={candidates.refusal}
      onSubmit={order.submit}
    >
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
    </RequestForm>
  );
}

/** Hands the chosen request over: to a colleague, who is asked, or back to the company's queue. */
export function TransferSheet() {
  const { t } = useTranslator();
  return <RequestSheet title={t('transfer.submit')} noRequest={t('transfer.noRequest')} form={TransferForm} />;
}
