import { WifiOff } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { CompanyId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Me } from '../../protocol/technicians.ts';
import { useMe } from '../state/account.ts';
import { useOnline } from '../state/connection.ts';
import { forgetNotices, publishNotice, refreshNotices, useNotices } from '../state/notices.ts';
import { openSheet } from '../state/perform.ts';
import { useSelection } from '../state/selection.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { submitByKey } from '../ui/submit-key.ts';
import { Spinner } from '../ui/spinner.tsx';
import { PublishedNotices } from './published-notices.tsx';
import styles from './notice.module.css';

const close = (): void => openSheet(null);
const everybody = 'everybody';

/** Whom a notice can be for: each company that one serves; all of them at once only for admins. */
function useAudiences(me: Me): readonly { id: string; text: string }[] {
  const { t } = useTranslator();
  const companies = useNotices((state) => state.companies);
  const each = companies.map(({ id, name }) => ({ id, text: name }));
  return me.role === 'admin' ? [{ id: everybody, text: t('notice.everybody') }, ...each] : each;
}

function NoticeForm({ me }: { me: Me }) {
  const translator = useTranslator();
  const { t } = translator;
  const online = useOnline();
  const audiences = useAudiences(me);
  // Somebody who writes one from a request most likely means the company of its customer.
  const [company, setCompany] = useState<string>(() => useSelection.getState().details?.request.companyId ?? '');
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const audience = audiences.some(({ id }) => id === company) ? company : (audiences[0]?.id ?? '');

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPending || !online || audience === '') return;
    setRefusal(null);
    setMissing(text.trim() === '');
    if (text.trim() === '') return;
    setPending(true);
    const to = audience === everybody ? null : (audience as CompanyId);
    const refused = await publishNotice(to, text.trim()).finally(() => setPending(false));
    if (refused === null) setText('');
    setRefusal(refused);
  }

  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)} onKeyDownCapture={submitByKey}>
      {online ? null : (
        <Banner tone="warn" icon={<WifiOff size={15} aria-hidden />}>
          {t('sheet.offline')}
        </Banner>
      )}
      <Select label={t('notice.company')} options={audiences} value={audience} onChange={setCompany} look="field" />
      <TextField
        label={t('notice.text')}
        hint={t('notice.hint')}
        placeholder={t('notice.example')}
        lines={3}
        value={text}
        onChange={(typed) => {
          setText(typed);
          setMissing(false);
        }}
        error={isMissing ? t('notice.needed') : undefined}
        maxLength={limits.notice}
        autoFocus
      />
      {refusal === null ? null : (
        <p className={styles['trouble']} role="alert">
          {errorText(translator, refusal.code, refusal.details)}
        </p>
      )}
      <div className={styles['submit']}>
        <Button
          type="submit"
          look="primary"
          isDisabled={!online}
          isPending={isPending}
          icon={isPending ? <Spinner /> : null}
        >
          {t('notice.submit')}
        </Button>
      </div>
    </form>
  );
}

/** A word to everybody who waits, such as an outage: publish one, see those that are shown, take them down. */
export function NoticeSheet() {
  const { t } = useTranslator();
  const me = useMe();
  const loaded = useNotices((state) => state.loaded);
  useEffect(() => {
    void refreshNotices();
    return forgetNotices;
  }, []);
  return (
    <Sheet title={t('notice.title')} closeLabel={t('sheet.close')} onClose={close}>
      {me === null || !loaded ? null : (
        <>
          <NoticeForm me={me} />
          <PublishedNotices me={me} />
        </>
      )}
    </Sheet>
  );
}
