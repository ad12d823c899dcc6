import { Check, Copy, MonitorUp, ScreenShare, ScreenShareOff, TriangleAlert } from 'lucide-react';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { ExpertClientRow, RequestScreenShare } from '../../preload/screen-share-contract.ts';
import { isPossible, isScreenShareOpen } from '../../protocol/lifecycle.ts';
import { useMe } from '../state/account.ts';
import { useNow } from '../state/clock.ts';
import { useOnline } from '../state/connection.ts';
import {
  changeClient,
  copyCode,
  endScreenShare,
  findProgram,
  openDownload,
  refreshExpertClients,
  requestScreenShare,
  resendScreenShare,
  sendCode,
  showScreenShare,
  startAgain,
  useExpertClients,
} from '../state/screen-share.ts';
import { useTranslator } from '../state/translator.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { clientOf, launchText, sessionTitle, stopwatch } from './session-text.ts';
import styles from './session-card.module.css';

type Session = { details: RequestDetails; share: RequestScreenShare };

/** Since when it has been as it is, running. */
export function Timer({ share }: Pick<Session, 'share'>) {
  const now = useNow();
  const since = share.activeAt ?? share.acceptedAt ?? share.requestedAt;
  return <span className={styles['timer']}>{stopwatch((share.endedAt ?? now) - since)}</span>;
}

/** The entry of the session's client, as it is on the list now. */
function useEntry({ client }: RequestScreenShare): ExpertClientRow | null {
  const clients = useExpertClients((state) => state.clients);
  useEffect(() => {
    if (client.kind === 'expert') void refreshExpertClients();
  }, [client.kind]);
  return client.kind === 'expert' ? (clients.find(({ id }) => id === client.id) ?? null) : null;
}

/** The client did not come up: why, and the ways on. */
function LaunchProblem({ details, share }: Session) {
  const translator = useTranslator();
  const { t } = translator;
  const entry = useEntry(share);
  const { id } = details.row;
  return (
    <div className={styles['problem']} role="alert">
      <p>
        <TriangleAlert size={14} aria-hidden />
        {launchText(translator, share, false)}
      </p>
      <div className={styles['ways']}>
        {entry !== null && entry.installed !== null ? (
          <Button size="small" onPress={() => void findProgram(id, entry.id)}>
            {t('screenShare.find')}
          </Button>
        ) : null}
        {share.launch === 'missing' ? null : (
          <Button size="small" onPress={() => startAgain(id)}>
            {t('screenShare.startAgain')}
          </Button>
        )}
        {entry === null || entry.downloadUrl === '' ? null : (
          <Button size="small" look="quiet" onPress={() => openDownload(entry.downloadUrl)}>
            {t('screenShare.download')}
          </Button>
        )}
        <Button size="small" look="quiet" onPress={() => void changeClient(id, share.id, 'built-in')}>
          {t('screenShare.useBuiltIn')}
        </Button>
      </div>
    </div>
  );
}

/** The code that the technician's program shows, on its way to the customer. */
function CodeForm({ details, share }: Session) {
  const { t } = useTranslator();
  const [code, setCode] = useState('');
  const [isWrong, setWrong] = useState(false);
  const client = clientOf(share) ?? '';
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const plain = code.replaceAll(/\s/g, '');
    const isRight = /^[A-Za-z0-9](?:[A-Za-z0-9@._-]{0,62}[A-Za-z0-9])?$/.test(plain);
    setWrong(!isRight);
    if (isRight) await sendCode(details.row.id, share.id, plain);
  }
  return (
    <form className={styles['code']} onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('screenShare.code')}
        hint={t('screenShare.codeHint', { client })}
        value={code}
        onChange={setCode}
        error={isWrong ? t('screenShare.codeWrong') : undefined}
      />
      <Button type="submit" isDisabled={code.trim() === ''}>
        {t('screenShare.codeSend')}
      </Button>
    </form>
  );
}

function Code({ code }: { code: string }) {
  const { t } = useTranslator();
  const [isCopied, setCopied] = useState(false);
  return (
    <p className={styles['codeIs']}>
      {t('screenShare.codeIs', { code })}
      <IconButton
        label={t('screenShare.copyCode')}
        onPress={() => {
          copyCode(code);
          setCopied(true);
        }}
      >
        {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </IconButton>
    </p>
  );
}

/** What belongs to a client with a window of its own: whether it runs, and the code to meet by. */
function ClientPart({ details, share }: Session) {
  const translator = useTranslator();
  const entry = useEntry(share);
  if (share.client.kind === 'built-in' || !isScreenShareOpen(share.state)) return null;
  const isProblem = share.launch !== null && share.launch !== 'started';
  return (
    <>
      {isProblem ? (
        <LaunchProblem details={details} share={share} />
      ) : (
        <p className={styles['launch']}>{launchText(translator, share, entry?.codeFrom === 'customer')}</p>
      )}
      {share.code !== null ? <Code code={share.code} /> : null}
      {share.code === null && entry?.codeFrom === 'technician' ? <CodeForm details={details} share={share} /> : null}
    </>
  );
}

/** Buttons for what may be done with the session now. */
function SessionButtons({ details, share, isWindow = false }: Session & { isWindow?: boolean }) {
  const { t } = useTranslator();
  const me = useMe();
  const isOnline = useOnline();
  const { id } = details.row;
  if (!isScreenShareOpen(share.state)) {
    const state = { ...details.request, screenShare: share.state };
    const client = share.client.kind === 'built-in' ? 'built-in' : share.client.id;
    if (me === null || !isPossible('screenShare.request', state, me.id)) return null;
    return (
      <Button size="small" isDisabled={!isOnline} onPress={() => void requestScreenShare(id, client)}>
        {t('screenShare.askAgain')}
      </Button>
    );
  }
  return (
    <>
      {share.state === 'requested' ? (
        <Button size="small" isDisabled={!isOnline} onPress={() => void resendScreenShare(id, share.id)}>
          {t('screenShare.askAgain')}
        </Button>
      ) : null}
      {isWindow ? null : (
        <Button size="small" onPress={() => showScreenShare(id)}>
          {t('screenShare.show')}
        </Button>
      )}
      <Button size="small" look="danger" isDisabled={!isOnline} onPress={() => void endScreenShare(id, share.id)}>
        {t(share.state === 'requested' ? 'screenShare.cancel' : 'screenShare.end')}
      </Button>
    </>
  );
}

function Sign({ state }: Pick<RequestScreenShare, 'state'>) {
  if (state === 'active') return <ScreenShare size={16} aria-hidden />;
  return isScreenShareOpen(state) ? <MonitorUp size={16} aria-hidden /> : <ScreenShareOff size={16} aria-hidden />;
}

/** A session of mine: how it stands, for how long, and what can be done. */
export function SessionCard({
  details,
  share,
  isWindow = false,
  more,
}: Session & { isWindow?: boolean; more?: ReactNode }) {
  const translator = useTranslator();
  const { t } = translator;
  const { row } = details;
  const Title = isWindow ? 'h1' : 'p';
  return (
    <section
      className={styles['card']}
      data-state={share.state}
      data-window={isWindow || undefined}
      aria-label={t('screenShare.status', { id: row.id })}
    >
      <div className={styles['head']}>
        <Sign state={share.state} />
        <div className={styles['words']} role="status">
          <Title className={styles['title']}>{sessionTitle(translator, share, details)}</Title>
          {share.state === 'requested' ? (
            <p className={styles['more']}>
              {share.promptedAt === null
                ? t('screenShare.notPrompted')
                : t('screenShare.prompted', { name: row.customerName })}
            </p>
          ) : null}
        </div>
        {isScreenShareOpen(share.state) ? <Timer share={share} /> : null}
      </div>
      <ClientPart details={details} share={share} />
      <div className={styles['buttons']}>
        <SessionButtons details={details} share={share} isWindow={isWindow} />
        {more}
      </div>
    </section>
  );
}
