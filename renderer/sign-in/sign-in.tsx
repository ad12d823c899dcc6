import { Eye, EyeOff, LogOut } from 'lucide-react';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { errorText, type Translator } from '../../i18n/translate.ts';
import type { ErrorCode, Refusal } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { useAccount } from '../state/account.ts';
import { useNow } from '../state/clock.ts';
import { useConnection } from '../state/connection.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { signIn, type SignInForm } from '../state/sign-in.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Mark } from '../ui/mark.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { secondsLeft } from './countdown.ts';
import styles from './sign-in.module.css';

type Field = keyof SignInForm;
const fields = ['relay', 'email', 'password'] as const satisfies readonly Field[];

/** The field that a refusal is about; all others are about the sign-in as a whole. */
const fieldOf: Partial<Record<ErrorCode, Field>> = { 'relay-not-reachable': 'relay', 'wrong-credentials': 'password' };

/** `at`: when the refusal came. */
type Trouble = { field: Field | null; refusal: Refusal; at: number };

/** What keeps one from signing in, in words that count down where time heals it; null once it has. */
function words({ t, ...rest }: Translator, trouble: Trouble | null, now: number): string | null {
  if (trouble === null) return null;
  const { code, details } = trouble.refusal;
  const wait = details?.['seconds'];
  if (typeof wait !== 'number') return errorText({ t, ...rest }, code, details);
  const seconds = secondsLeft(wait, trouble.at, now);
  return seconds > 0 ? errorText({ t, ...rest }, code, { ...details, seconds }) : null;
}

/** Why one is here though one was signed in before, and that nothing of one's own is lost by it. */
function Before() {
  const translator = useTranslator();
  const reason = useAccount((account) => (account.kind === 'signed-out' ? account.reason : null));
  const unsent = useConnection((connection) => connection.unsent);
  if (reason === null) return null;
  return (
    <div className={styles['before']}>
      <Banner tone="warn" icon={<LogOut size={16} aria-hidden />}>
        <p>{errorText(translator, reason)}</p>
        {unsent > 0 ? <p>{translator.t('signIn.unsent', { count: unsent })}</p> : null}
      </Banner>
    </div>
  );
}

/** The password, which can be looked at; says when Caps Lock is on. */
function PasswordField({
  value,
  onChange,
  error,
  isFirst,
}: {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  isFirst: boolean;
}) {
  const { t } = useTranslator();
  const [isShown, show] = useState(false);
  const [isCapsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <div onKeyDownCapture={look} onKeyUpCapture={look}>
      <TextField
        name="password"
        type={isShown ? 'text' : 'password'}
        label={t('signIn.password')}
        hint={isCapsLock ? t('signIn.capsLock') : undefined}
        value={value}
        onChange={onChange}
        error={error}
        maxLength={1_000}
        autoComplete="current-password"
        autoFocus={isFirst}
        spellCheck="false"
        end={
          <IconButton label={t(isShown ? 'signIn.hidePassword' : 'signIn.showPassword')} onPress={() => show(!isShown)}>
            {isShown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          </IconButton>
        }
      />
    </div>
  );
}

/** E-mail, password and the relay they are for. */
function SignInFields() {
  const translator = useTranslator();
  const { t } = translator;
  const account = useAccount();
  // Not in steps: the end of a wait is no whole second.
  const now = useNow(1);
  const [form, setForm] = useState<SignInForm>(() => ({
    relay: account.relay,
    email: account.kind === 'signed-out' ? account.email : '',
    password: '',
  }));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isPending, setPending] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const [first] = useState(() => fields.find((field) => form[field] === '') ?? 'password');

  const text = words(translator, trouble, now);
  const errorAt = (field: Field): string | undefined => (trouble?.field === field ? (text ?? undefined) : undefined);
  const change = (field: Field) => (value: string) => {
    setForm({ ...form, [field]: value });
    if (trouble?.field === field) setTrouble(null);
  };
  function refuse(refusal: Refusal, field: Field | null): void {
    setTrouble({ field, refusal, at: Date.now() });
    const input = element.current?.elements.namedItem(field ?? 'password');
    if (input instanceof HTMLInputElement) input.select();
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPending) return;
    const empty = fields.find((field) => form[field].trim() === '');
    if (empty !== undefined) {
      refuse({ ok: false, code: 'field-required', details: { field: t(`signIn.${empty}`) } }, empty);
      return;
    }
    setTrouble(null);
    setPending(true);
    const refusal = await signIn(form).finally(() => setPending(false));
    if (refusal !== null) refuse(refusal, fieldOf[refusal.code] ?? null);
  }

  return (
    <form ref={element} className={styles['form']} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        name="relay"
        label={t('signIn.relay')}
        hint={t('signIn.relayHint')}
        placeholder={t('signIn.relayExample')}
        value={form.relay}
        onChange={change('relay')}
        error={errorAt('relay')}
        maxLength={500}
        inputMode="url"
        autoFocus={first === 'relay'}
        spellCheck="false"
      />
      <TextField
        name="email"
        label={t('signIn.email')}
        value={form.email}
        onChange={change('email')}
        error={errorAt('email')}
        maxLength={limits.email}
        inputMode="email"
        autoComplete="username"
        autoFocus={first === 'email'}
        spellCheck="false"
      />
      <PasswordField
        value={form.password}
        onChange={change('password')}
        error={errorAt('password')}
        isFirst={first === 'password'}
      />
      {trouble?.field === null && text !== null ? (
        <>
          <p className={styles['trouble']} aria-hidden>
            {text}
          </p>
          {/* Read aloud once, not again with each second. */}
          <p className={styles['said']} role="alert">
            {words(translator, trouble, trouble.at)}
          </p>
        </>
      ) : null}
      <div className={styles['submit']}>
        <Button type="submit" look="primary" isPending={isPending} icon={isPending ? <Spinner /> : null}>
          {t(isPending ? 'signIn.pending' : 'signIn.submit')}
        </Button>
      </div>
    </form>
  );
}

const languages = ['en', 'it'] as const;

/** The way in: on the first run, and whenever nobody is signed in. */
export function SignIn() {
  const { t, language } = useTranslator();
  const version = useSettings(({ app }) => app.version);
  return (
    <div className={styles['page']}>
      <main className={styles['main']}>
        <Mark size={52} />
        <h1 className={styles['title']}>{t('signIn.title')}</h1>
        <p className={styles['intro']}>{t('signIn.intro')}</p>
        <Before />
        <SignInFields />
      </main>
      <footer className={styles['footer']}>
        <span>{t('signIn.version', { version })}</span>
        <Segmented
          label={t('settings.language')}
          options={languages.map((id) => ({ id, text: t(`settings.language.${id}`) }))}
          value={language}
          onChange={(chosen) => writeSettings({ language: chosen })}
        />
      </footer>
    </div>
  );
}
