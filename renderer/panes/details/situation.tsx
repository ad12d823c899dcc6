import { CircleAlert, Handshake, Megaphone, TriangleAlert } from 'lucide-react';
import { errorText } from '../../../i18n/translate.ts';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import { useMe } from '../../state/account.ts';
import { discardCommand, retryCommand } from '../../state/refused-commands.ts';
import { dismissRefusal, useRefusal } from '../../state/refusals.ts';
import { useTranslator } from '../../state/translator.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** What the relay just would not do. */
function JustRefused({ id }: { id: RequestDetails['row']['id'] }) {
  const translator = useTranslator();
  const { refusal, id: of } = useRefusal();
  if (refusal === null || of !== id) return null;
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<CircleAlert size={15} aria-hidden />}
      actions={
        <Button size="small" look="quiet" onPress={dismissRefusal}>
          {translator.t('refused.dismiss')}
        </Button>
      }
    >
      {errorText(translator, refusal.code, refusal.details)}
    </Banner>
  );
}

/** What was queued and refused later: it stays, with the two ways on, until the technician decides. Texts say so themselves. */
function RefusedLater({ details }: { details: RequestDetails }) {
  const translator = useTranslator();
  const { t } = translator;
  const commands = details.refused.filter(({ name }) => name === 'request.close' || name === 'request.unassign');
  return commands.map(({ commandId, name, code, details: values }) => (
    <Banner
      key={commandId}
      tone="bad"
      role="alert"
      icon={<TriangleAlert size={15} aria-hidden />}
      actions={
        <>
          <Button size="small" look="quiet" onPress={() => retryCommand(commandId)}>
            {t('refused.retry')}
          </Button>
          <Button size="small" look="quiet" onPress={() => discardCommand(commandId)}>
            {t('refused.discard')}
          </Button>
        </>
      }
    >
      {t('refused.command', {
        action: t(name === 'request.close' ? 'action.request.close' : 'action.request.unassign'),
        reason: errorText(translator, code, values),
      })}
    </Banner>
  ));
}

/** An offer to hand the request over, as the one who gets it or the one who made it sees it (spec 8.7). */
function Offer({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  const me = useMe();
  const { handover } = details.request;
  if (handover === null) return null;
  const isForMe = handover.toId === me?.id;
  const text = isForMe
    ? t('handover.toMe', { name: details.handoverFrom ?? '' })
    : t('handover.toOther', { name: details.handoverTo ?? '' });
  return (
    <Banner tone="info" icon={<Handshake size={15} aria-hidden />}>
      {text}
      {handover.note === '' ? null : <bdi> “{handover.note}”</bdi>}
    </Banner>
  );
}

/** How things stand with the request besides its status: refusals, an offer, notices that its customer sees. */
export function Situation({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  return (
    <>
      <JustRefused id={details.row.id} />
      <RefusedLater details={details} />
      <Offer details={details} />
      {details.notices.map((notice) => (
        <Banner key={notice.id} tone="info" icon={<Megaphone size={15} aria-hidden />}>
          {t('details.notice', { text: notice.text })}
        </Banner>
      ))}
    </>
  );
}
