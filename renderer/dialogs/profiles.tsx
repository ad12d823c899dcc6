import { Smartphone, WifiOff } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { RequestDetails } from '../../preload/contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { objection } from '../../protocol/lifecycle.ts';
import type { Me } from '../../protocol/model.ts';
import { openSheet } from '../state/perform.ts';
import { useSituation } from '../state/possible.ts';
import { deliverProfile, readProfiles, type Offered } from '../state/profiles.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { submitByKey } from '../ui/submit-key.ts';
import { ProfileList } from './profile-list.tsx';
import { useAsked } from './use-asked.ts';
import styles from './profiles.module.css';

const formId = 'profiles-form';
const close = (): void => openSheet(null);

/** What is chosen, and what becomes of it. */
function useSending(id: RequestDetails['request']['id']) {
  const [chosen, setChosen] = useState<Offered['id'] | null>(null);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPending || chosen === null) return;
    setPending(true);
    setRefusal(null);
    const refused = await deliverProfile(id, chosen).finally(() => setPending(false));
    if (refused === null) close();
    else setRefusal(refused);
  }
  const choose = (profile: Offered['id'] | null): void => {
    setChosen(profile);
    setRefusal(null);
  };
  return { chosen, choose, isPending, refusal, submit };
}

function Loading() {
  const { t } = useTranslator();
  return (
    <p className={styles['loading']} role="status">
      <Spinner />
      {t('profiles.loading')}
    </p>
  );
}

function ProfilesForm({ details, me, online }: { details: RequestDetails; me: Me; online: boolean }) {
  const translator = useTranslator();
  const { t } = translator;
  const { request } = details;
  const sending = useSending(request.id);
  const { told, refusal } = useAsked(readProfiles, request.id, online);
  const against = sending.isPending ? null : objection('profile.deliver', request, me.id);
  const system = request.source.osName;
  const trouble = sending.refusal ?? refusal;

  return (
    <Sheet
      title={t('profiles.title')}
      closeLabel={t('sheet.close')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('sheet.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isDisabled={!online || against !== null || sending.chosen === null}
            isPending={sending.isPending}
            icon={sending.isPending ? <Spinner /> : null}
          >
            {t('profiles.send')}
          </Button>
        </>
      }
    >
      {against === null ? (
        <form
          id={formId}
          className={styles['form']}
          onSubmit={(event) => void sending.submit(event)}
          onKeyDownCapture={submitByKey}
        >
          {online ? null : (
            <Banner tone="warn" icon={<WifiOff size={15} aria-hidden />}>
              {t('sheet.offline')}
            </Banner>
          )}
          {told === null && online && refusal === null ? <Loading /> : null}
          {told?.length === 0 ? (
            <Empty icon={<Smartphone size={20} />} title={t('profiles.none', { system })}>
              {t('profiles.noneHint')}
            </Empty>
          ) : null}
          {told === null || told.length === 0 ? null : (
            <>
              <ProfileList profiles={told} system={system} chosen={sending.chosen} onChoose={sending.choose} />
              <p className={styles['hint']}>{t('profiles.hint', { customer: request.customer.name })}</p>
            </>
          )}
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

/** Profile management: sends the customer of the chosen request one of the profiles that suit the device. */
export function ProfilesSheet() {
  const { t } = useTranslator();
  const { details, me, online } = useSituation();
  if (details !== null && me !== null)
    return <ProfilesForm key={details.request.id} details={details} me={me} online={online} />;
  return (
    <Sheet title={t('profiles.title')} closeLabel={t('sheet.close')} onClose={close} width="narrow">
      <p>{t('profiles.noRequest')}</p>
    </Sheet>
  );
}
