import { useEffect, type ReactNode } from 'react';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import type { ClientChoice } from '../../../protocol/client-choice.ts';
import { perform } from '../../state/perform.ts';
import {
  choiceFor,
  clientNamed,
  refreshExpertClients,
  requestScreenShare,
  useExpertClients,
} from '../../state/screen-share.ts';
import { useSetting } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, type MenuChoice } from '../../ui/menu.tsx';
import styles from './share-button.module.css';

/** Everything that this customer's screen can be shared with, the technician's own choice marked. */
function useChoices(details: RequestDetails): readonly MenuChoice<ClientChoice>[] {
  const { t } = useTranslator();
  const clients = useExpertClients((state) => state.clients);
  const { os } = details.request.source;
  const wanted = choiceFor(useSetting('expertClient'), clients, os);
  const more = (id: ClientChoice, hint: string | undefined): string | undefined => {
    if (id !== wanted) return hint;
    return hint === undefined ? t('screenShare.default') : `${t('screenShare.default')} · ${hint}`;
  };
  return [
    { id: 'built-in', text: t('screenShare.builtIn'), more: more('built-in', t('screenShare.builtInHint')) },
    ...clients.map(({ id, name, suits, installed }) => {
      const isSuited = suits.includes(os);
      const hint = !isSuited ? t('screenShare.notSuited') : installed === false ? t('screenShare.notFound') : undefined;
      return { id, text: name, isDisabled: !isSuited, more: more(id, hint) };
    }),
  ];
}

/** Asks to share the screen with the technician's own client; the arrow beside it, with another. */
export function ShareButton({ details, isOffline, hint }: ShareButtonProps) {
  const { t } = useTranslator();
  const choices = useChoices(details);
  const clients = useExpertClients((state) => state.clients);
  const wanted = choiceFor(useSetting('expertClient'), clients, details.request.source.os);
  const client = clientNamed(wanted, clients);
  useEffect(() => void refreshExpertClients(), []);
  return (
    <span className={styles['split']}>
      <Button isDisabled={isOffline} onPress={() => perform('screenShare.request')} hint={hint}>
        {t('action.screenShare.request')}
        {client === null ? null : <span className={styles['client']}> {t('screenShare.with', { client })}</span>}
      </Button>
      <Menu
        label={t('screenShare.chooseClient')}
        choices={choices}
        isDisabled={isOffline}
        onOpen={() => void refreshExpertClients()}
        onChoose={(choice) => void requestScreenShare(details.row.id, choice)}
      />
    </span>
  );
}
type ShareButtonProps = { details: RequestDetails; isOffline: boolean; hint: ReactNode };
