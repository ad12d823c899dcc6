import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { Reach as ReachTold, ReachChoice, WebhookShape } from '../../protocol/reach.ts';
import { useOnline } from '../state/connection.ts';
import { copySecret, readReach, setReach, testReach, useReach } from '../state/reach.ts';
import { useTranslator } from '../state/translator.ts';
import { reachResult } from '../status-menu/test-result.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Select, Switch, TextField } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Group } from './group.tsx';
import styles from './notifications.module.css';

const inMinutes: Intl.NumberFormatOptions = { style: 'unit', unit: 'minute', unitDisplay: 'short' };
const shapes: readonly WebhookShape[] = ['generic', 'slack', 'teams', 'ntfy'];

/** Where the method reaches me; taken over when the field is left, or by Enter. */
function Address({ choice }: { choice: ReachChoice }) {
  const translator = useTranslator();
  const { t } = translator;
  const { method } = choice;
  const refusal = useReach(({ refusals }) => refusals[method]);
  const [text, setText] = useState(choice.address);
  const keep = (): void => {
    if (text.trim() !== choice.address) void setReach({ ...choice, address: text.trim(), on: text.trim() !== '' });
  };
  return (
    <TextField
      label={t(`reach.address.${method}`)}
      value={text}
      onChange={setText}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
      type={({ email: 'email', text: 'tel', webhook: 'url' } as const)[method]}
      maxLength={1_000}
      {...(method === 'text' ? { hint: t('reach.addressHint.text') } : {})}
      error={refusal === undefined ? undefined : errorText(translator, refusal.code, refusal.details)}
    />
  );
}

function Trial({ choice: { method, address } }: { choice: ReachChoice }) {
  const translator = useTranslator();
  const { t } = translator;
  const trial = useReach(({ trials }) => trials[method]);
  const result = trial?.kind === 'done' ? reachResult(translator, trial.result) : null;
  return (
    <div className={styles['trial']}>
      <p role="status" className={styles['result']} data-good={result?.isGood}>
        {result?.text ?? t('reach.trialHint')}
      </p>
      <Button
        size="small"
        aria-label={`${t('method.test')}: ${t(`method.${method}`)}`}
        onPress={() => void testReach(method)}
        isDisabled={address === ''}
        isPending={trial?.kind === 'under-way'}
      >
        {t('method.test')}
      </Button>
    </div>
  );
}

/** What the receiver of a generic webhook checks the signature by. */
function Secret({ secret }: { secret: string }) {
  const { t } = useTranslator();
  return (
    <div className={styles['trial']}>
      <span>
        {t('reach.secret')} <code className={styles['secret']}>{secret}</code>
      </span>
      <IconButton label={t('reach.copySecret')} onPress={() => copySecret(secret)}>
        <Copy size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

function Choice({ told, secret }: { told: ReachTold['methods'][number]; secret: string }) {
  const { t } = useTranslator();
  const { offered: _offered, ...choice } = told;
  const { method, on, address, shape } = choice;
  const [isOpen, setOpen] = useState(on);
  const change = (next: boolean): void => {
    setOpen(next);
    if (!next || address !== '') void setReach({ ...choice, on: next });
  };
  return (
    <Group title={t(`method.${method}`)}>
      <Switch value={isOpen} onChange={change}>
        {t(`reach.on.${method}`)}
      </Switch>
      {isOpen ? <Address key={address} choice={choice} /> : null}
      {isOpen && method === 'webhook' ? (
        <Select
          label={t('reach.shape')}
          options={shapes.map((id) => ({ id, text: t(`reach.shape.${id}`) }))}
          value={shape}
          onChange={(chosen) => void setReach({ ...choice, shape: chosen })}
        />
      ) : null}
      {isOpen && method === 'webhook' && shape === 'generic' ? <Secret secret={secret} /> : null}
      {isOpen ? (
        <NumberField
          label={t('reach.after')}
          value={choice.afterMinutes}
          onChange={(minutes) => void setReach({ ...choice, afterMinutes: minutes })}
          least={0}
          most={1_440}
          step={1}
          format={inMinutes}
        />
      ) : null}
      {isOpen ? <Trial choice={choice} /> : null}
    </Group>
  );
}

/** How the relay tells me of a request that nobody takes while I am not at this computer (spec 8.2). */
export function ReachSettings() {
  const { t } = useTranslator();
  const isOnline = useOnline();
  const reach = useReach((state) => state.reach);
  useEffect(() => {
    if (isOnline) void readReach();
  }, [isOnline]);
  const offered = isOnline && reach !== null ? reach.methods.filter((choice) => choice.offered) : [];
  return (
    <section className={styles['reach']}>
      <p className={styles['none']}>{t(isOnline ? 'reach.hint' : 'reach.offline')}</p>
      {offered.map((choice) => (
        <Choice key={choice.method} told={choice} secret={reach?.webhookSecret ?? ''} />
      ))}
    </section>
  );
}
