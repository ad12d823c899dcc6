import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { deliverProfile, readProfiles, type Offered } from '../state/profiles.ts';
import { useTranslator } from '../state/translator.ts';
import { Empty } from '../ui/empty.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ProfileList } from './profile-list.tsx';
import { RequestForm, RequestSheet, useSending, type OnRequest } from './request-form.tsx';
import { useAsked } from './use-asked.ts';
import styles from './profiles.module.css';

function Loading() {
  const { t } = useTranslator();
  return (
    <p className={styles['loading']} role="status">
      <Spinner />
      {t('profiles.loading')}
    </p>
  );
}

function ProfilesForm(on: OnRequest) {
  const { t } = useTranslator();
  const { details, online } = on;
  const { request } = details;
  const [chosen, setChosen] = useState<Offered['id'] | null>(null);
  const sending = useSending();
  const { told, refusal } = useAsked(readProfiles, request.id, online);
  const system = request.source.osName;
  const choose = (profile: Offered['id'] | null): void => {
    setChosen(profile);
    sending.forget();
  };
  const submit = (): void => {
    if (chosen !== null) void sending.send(() => deliverProfile(request.id, chosen));
  };

  return (
    <RequestForm
      on={on}
      action="profile.deliver"
      title={t('profiles.title')}
      submit={t('profiles.send')}
      isReady={chosen !== null}
      sending={sending}
      trouble={refusal}
      onSubmit={submit}
    >
      {told === null && online && refusal === null ? <Loading /> : null}
      {told?.length === 0 ? (
        <Empty icon={<Smartphone size={20} />} title={t('profiles.none', { system })}>
          {t('profiles.noneHint')}
        </Empty>
      ) : null}
      {told === null || told.length === 0 ? null : (
        <>
          <ProfileList profiles={told} system={system} chosen={chosen} onChoose={choose} />
          <p className={styles['hint']}>{t('profiles.hint', { customer: request.customer.name })}</p>
        </>
      )}
    </RequestForm>
  );
}

/** Profile management: sends the customer of the chosen request one of the profiles that suit the device. */
export function ProfilesSheet() {
  const { t } = useTranslator();
  return <RequestSheet title={t('profiles.title')} noRequest={t('profiles.noRequest')} form={ProfilesForm} />;
}
