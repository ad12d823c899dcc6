import { useMemo } from 'react';
import { keysOf, type ActionId } from '../../../preload/actions.ts';
import { perform, usePerform } from '../../state/perform.ts';
import { actionsOn, useSituation, type Situation } from '../../state/possible.ts';
import { useSettings } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Button } from '../../ui/button.tsx';
import { OverflowBar, type BarItem } from '../../ui/overflow-bar.tsx';
import { Shortcut, shortcutText } from '../../ui/shortcut.tsx';
import { ShareButton } from './share-button.tsx';
import styles from './actions-bar.module.css';

/** The action that most people do next: it stands out. After the chat that is closing, before it joining. */
function nextStep({ details }: Situation, possible: readonly ActionId[]): ActionId | undefined {
  const order: readonly ActionId[] =
    details?.request.chat === 'ended'
      ? ['handover.accept', 'request.assign', 'request.close']
      : ['handover.accept', 'request.assign', 'chat.join'];
  return order.find((id) => possible.includes(id));
}

/** What can be done with the request: only what its state allows. What needs the relay is off while offline, and says so. */
export function ActionsBar() {
  const { t } = useTranslator();
  const situation = useSituation();
  const under = usePerform((state) => state.under);
  const platform = useSettings(({ app }) => app.platform);
  const items = useMemo(() => {
    const possible = actionsOn(situation);
    const next = nextStep(
      situation,
      possible.map(({ action }) => action.id),
    );
    // What stands out stands first.
    const ordered = [...possible].sort((a, b) => Number(b.action.id === next) - Number(a.action.id === next));
    return ordered.map(({ action, standing }): BarItem<ActionId> => {
      const isOffline = standing === 'offline';
      const keys = shortcutText(keysOf(action, platform), platform);
      const text = t(`action.${action.id}`);
      const why = isOffline ? t('details.offOffline') : undefined;
      const hint = why ?? <Shortcut>{keys}</Shortcut>;
      const choice = { id: action.id, text, more: why ?? keys ?? undefined, isDisabled: isOffline };
      if (action.id === 'screenShare.request' && situation.details !== null) {
        return { choice, button: <ShareButton details={situation.details} isOffline={isOffline} hint={hint} /> };
      }
      const button = (
        <Button
          look={action.id === next ? 'primary' : 'plain'}
          isDisabled={isOffline}
          isPending={under === action.id}
          onPress={() => perform(action.id)}
          hint={hint}
        >
          {text}
        </Button>
      );
      return { choice, button };
    });
  }, [situation, under, platform, t]);
  if (items.length === 0) return null;
  return (
    <div className={styles['place']}>
      <OverflowBar label={t('details.actions')} moreLabel={t('details.more')} items={items} onChoose={perform} />
    </div>
  );
}
