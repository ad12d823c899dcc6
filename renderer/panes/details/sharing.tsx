import { ScreenShare } from 'lucide-react';
import { useState } from 'react';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import { isScreenShareOpen } from '../../../protocol/lifecycle.ts';
import type { ScreenShareState } from '../../../protocol/screen-share.ts';
import { SessionCard } from '../../screen-share/session-card.tsx';
import { useMe } from '../../state/account.ts';
import { useTranslator } from '../../state/translator.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** What came to nothing is said with the way on; what went well is in the chat. */
const unfinished: readonly ScreenShareState[] = ['declined', 'expired', 'failed'];

/** Screen sharing of the request: as long as it is open, and when it came to nothing, until that is dismissed. */
export function Sharing({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  const me = useMe();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const share = details.screenShare;
  if (share === null) return null;
  const isOpen = isScreenShareOpen(share.state);
  const isMine = share.technicianId === me?.id;
  if (!isMine) {
    if (!isOpen) return null;
    return (
      <Banner tone="info" icon={<ScreenShare size={15} aria-hidden />}>
        {t('screenShare.colleague', { technician: share.technicianName })}
      </Banner>
    );
  }
  if (isOpen) return <SessionCard details={details} share={share} />;
  if (!unfinished.includes(share.state) || dismissed === share.id || details.request.chat !== 'joined') return null;
  return (
    <SessionCard
      details={details}
      share={share}
      more={
        <Button size="small" look="quiet" onPress={() => setDismissed(share.id)}>
          {t('screenShare.dismiss')}
        </Button>
      }
    />
  );
}
