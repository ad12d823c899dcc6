import { Check, CheckCheck, Clock, TriangleAlert } from 'lucide-react';
import type { ChatLine } from '../../preload/details-contract.ts';
import { errorText } from '../../i18n/translate.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { cancelFile, retryFile } from '../state/files.ts';
import { discardCommand, retryCommand } from '../state/refused-commands.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import styles from './line-state.module.css';

const pictures = { waiting: Clock, sending: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck } as const;

/** How far an own message came: a picture of its own for each, and the word for those who listen. */
export function LineState({ state }: { state: ChatLine['state'] }) {
  const { t } = useTranslator();
  if (state === 'received' || state === 'refused') return null;
  const Picture = pictures[state];
  const text = t(`chat.state.${state}`);
  return (
    <span className={styles['state']} data-state={state} title={text}>
      <Picture size={13} role="img" aria-label={text} />
    </span>
  );
}

/** What would be refused again, however often. */
const hopeless: ReadonlySet<ErrorCode> = new Set([
  'file-type-not-allowed',
  'file-content-mismatch',
  'file-too-large',
  'file-empty',
  'file-changed',
  'file-not-readable',
]);

/** A message that the relay would not take: why, and the two ways on. */
export function RefusedLine({ line }: { line: ChatLine }) {
  const translator = useTranslator();
  const { t } = translator;
  if (line.refusal === null) return null;
  const isFile = line.body.kind === 'file';
  // A message's id is that of the command that sends it (protocol/commands.ts).
  const commandId = line.id as string as CommandId;
  const retry = (): void => (isFile ? retryFile(line.id) : retryCommand(commandId));
  const discard = (): void => (isFile ? cancelFile(line.id) : discardCommand(commandId));
  return (
    <div className={styles['refused']} role="alert">
      <TriangleAlert size={13} aria-hidden />
      <span>{t('chat.notSent', { reason: errorText(translator, line.refusal.code, line.refusal.details) })}</span>
      {hopeless.has(line.refusal.code) ? null : (
        <Button size="small" look="quiet" onPress={retry}>
          {t('refused.retry')}
        </Button>
      )}
      <Button size="small" look="quiet" onPress={discard}>
        {t('refused.discard')}
      </Button>
    </div>
  );
}
