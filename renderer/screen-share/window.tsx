import { errorText } from '../../i18n/translate.ts';
import { isScreenShareOpen } from '../../protocol/lifecycle.ts';
import { dismissRefusal, useRefusal } from '../state/refusals.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { SessionCard } from './session-card.tsx';
import { Stage } from './stage.tsx';
import { useView } from '../state/share-view.ts';
import styles from './window.module.css';

/** What the relay just would not do. */
function JustRefused() {
  const translator = useTranslator();
  const refusal = useRefusal((state) => state.refusal);
  if (refusal === null) return null;
  return (
    <Banner
      tone="bad"
      role="alert"
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

/** The picture of the built-in view; or, beside a client with a window of its own and when there is no picture, how the session stands. */
export function ScreenShareWindow() {
  const details = useView((state) => state.details);
  const share = details?.screenShare ?? null;
  if (details === null || share === null) return null;
  const isPicture = share.client.kind === 'built-in' && isScreenShareOpen(share.state) && share.state !== 'requested';
  return (
    <main className={styles['window']}>
      <JustRefused />
      {isPicture ? (
        <Stage details={details} share={share} />
      ) : (
        <div className={styles['middle']}>
          <SessionCard details={details} share={share} isWindow />
        </div>
      )}
    </main>
  );
}
