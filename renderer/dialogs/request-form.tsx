import { WifiOff } from 'lucide-react';
import { useId, useState, type ComponentType, type FormEvent, type ReactNode } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { objection, type RequestAction } from '../../protocol/lifecycle.ts';
import type { Me } from '../../protocol/technicians.ts';
import { openSheet } from '../state/perform.ts';
import { useSituation } from '../state/possible.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { submitByKey } from '../ui/submit-key.ts';
import styles from './request-form.module.css';

// Windows that do something with the chosen request for which there has to be a connection.

const close = (): void => openSheet(null);

/** The request that a window is about, whoever looks at it. */
export type OnRequest = { details: RequestDetails; me: Me; online: boolean };

export type Sending = ReturnType<typeof useSending>;

/** Sends what was chosen, once at a time; the window closes when that went well and says why when not. */
export function useSending() {
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    isPending,
    refusal,
    send: async (command: () => Promise<Refusal | null>): Promise<void> => {
      setPending(true);
      setRefusal(null);
      const refused = await command().finally(() => setPending(false));
      if (refused === null) close();
      else setRefusal(refused);
    },
    /** Something else was chosen. */
    forget: (): void => setRefusal(null),
  };
}

/** The form of such a window; why the request does not allow the action in its place. */
export function RequestForm({
  on: { details, me, online },
  action,
  title,
  submit,
  isReady = true,
  sending,
  trouble,
  onSubmit,
  children,
}: {
  on: OnRequest;
  action: RequestAction;
  title: string;
  /** What the button says that sends it. */
  submit: string;
  isReady?: boolean;
  sending: Sending;
  /** What the relay said when it was asked. */
  trouble: Refusal | null;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const translator = useTranslator();
  const { t } = translator;
  const id = useId();
  const against = sending.isPending ? null : objection(action, details.request, me.id);
  const refusal = sending.refusal ?? trouble;
  const submitted = (event: FormEvent): void => {
    event.preventDefault();
    if (!sending.isPending) onSubmit();
  };
  return (
    <Sheet
      title={title}
      closeLabel={t('sheet.close')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('sheet.cancel')}</Button>
          <Button
            type="submit"
            form={id}
            look="primary"
            isDisabled={!online || against !== null || !isReady}
            isPending={sending.isPending}
            icon={sending.isPending ? <Spinner /> : null}
          >
            {submit}
          </Button>
        </>
      }
    >
      {against === null ? (
        <form id={id} className={styles['form']} onSubmit={submitted} onKeyDownCapture={submitByKey}>
          {online ? null : (
            <Banner tone="warn" icon={<WifiOff size={15} aria-hidden />}>
              {t('sheet.offline')}
            </Banner>
          )}
          {children}
          {refusal === null ? null : (
            <p className={styles['trouble']} role="alert">
              {errorText(translator, refusal.code, refusal.details)}
            </p>
          )}
        </form>
      ) : (
        <p>{errorText(translator, against)}</p>
      )}
    </Sheet>
  );
}

/** The window for the chosen request; where none is chosen it says so. */
export function RequestSheet({
  title,
  noRequest,
  form: Form,
}: {
  title: string;
  noRequest: string;
  form: ComponentType<OnRequest>;
}) {
  const { t } = useTranslator();
  const { details, me, online } = useSituation();
  if (details !== null && me !== null)
    return <Form key={details.request.id} details={details} me={me} online={online} />;
  return (
    <Sheet title={title} closeLabel={t('sheet.close')} onClose={close} width="narrow">
      <p>{noRequest}</p>
    </Sheet>
  );
}
