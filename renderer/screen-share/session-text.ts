import { screenShareText } from '../../i18n/screen-share-text.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestScreenShare } from '../../preload/screen-share-contract.ts';

/** The name of the client of a session; null for the built-in view. */
export const clientOf = ({ client }: Pick<RequestScreenShare, 'client'>): string | null =>
  client.kind === 'built-in' ? null : client.name;

/** How a session of mine stands, in a few words. */
export function sessionTitle(translator: Translator, share: RequestScreenShare, { row }: RequestDetails): string {
  const { t } = translator;
  const name = row.customerName;
  const client = clientOf(share);
  switch (share.state) {
    case 'accepted':
      return t(client === null ? 'screenShare.accepted.built-in' : 'screenShare.accepted.expert', { name });
    case 'active':
      return client === null ? t('screenShare.active.built-in', { name }) : t('screenShare.active.expert', { client });
    case 'requested':
    case 'declined':
    case 'expired':
      return t(`screenShare.${share.state}`, { name });
    case 'cancelled':
    case 'ended':
      return t(`screenShare.${share.state}`);
    case 'failed': {
      const why = share.why === 'capture-failed' || share.why === 'not-supported' ? share.why : 'no-connection';
      const { technicianId } = share;
      return screenShareText(translator, { type: 'screen-share-failed', technicianId, why }, share.technicianName);
    }
  }
}

/** What became of starting the client, in words; null while there is nothing to say. */
export function launchText({ t }: Translator, share: RequestScreenShare, needsCode: boolean): string | null {
  const client = clientOf(share);
  if (client === null) return null;
  if (share.launch !== null) return t(`screenShare.launch.${share.launch}`, { client });
  return t(needsCode && share.code === null ? 'screenShare.launch.needsCode' : 'screenShare.launch.starting', {
    client,
  });
}

/** Minutes and seconds, as a stopwatch shows them: "03:12", "1:03:12". */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3_600);
  return [...(hours > 0 ? [String(hours)] : []), ...parts].join(':');
}
