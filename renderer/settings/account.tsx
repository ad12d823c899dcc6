import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useAccount } from '../state/account.ts';
import { perform } from '../state/perform.ts';
import { useSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Fact, Group } from './group.tsx';
import { Sessions } from './sessions.tsx';
import styles from './account.module.css';

/** Whether the operating system keeps the sign-in from others who use this computer. */
function Protection({ isProtected }: { isProtected: boolean }) {
  const { t } = useTranslator();
  return (
    <div className={styles['protection']} data-protected={isProtected}>
      {isProtected ? <ShieldCheck size={16} aria-hidden /> : <ShieldAlert size={16} aria-hidden />}
      <p>{t(isProtected ? 'settings.tokenProtected' : 'settings.tokenUnprotected')}</p>
    </div>
  );
}

/** Who I am, where, and the ways out. */
export function Account() {
  const { t } = useTranslator();
  const account = useAccount();
  const version = useSettings(({ app }) => app.version);
  if (account.kind === 'signed-out') return null;
  const { me, relay, tokenProtected } = account;
  return (
    <>
      <Group title={t('settings.you')}>
        <div className={styles['me']}>
          <span className={styles['who']}>
            <bdi className={styles['name']}>{me.name}</bdi>
            <span className={styles['more']}>
              {me.email} · {t(`settings.role.${me.role}`)}
            </span>
          </span>
          <Button look="danger" onPress={() => perform('account.signOut')}>
            {t('settings.signOut')}
          </Button>
        </div>
        <Fact name={t('settings.relay')}>{relay}</Fact>
        <Fact name={t('settings.version')}>{version}</Fact>
      </Group>
      <Group title={t('settings.token')}>
        <Protection isProtected={tokenProtected} />
      </Group>
      <Sessions />
    </>
  );
}
