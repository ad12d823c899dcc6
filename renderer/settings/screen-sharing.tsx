import { useEffect } from 'react';
import type { ClientChoice } from '../../protocol/client-choice.ts';
import { refreshExpertClients, useExpertClients } from '../state/screen-share.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Select } from '../ui/field.tsx';
import { Group } from './group.tsx';

/** With what a customer is asked to share the screen unless another client is chosen. */
export function ScreenSharing() {
  const { t } = useTranslator();
  const clients = useExpertClients((state) => state.clients);
  const chosen = useSettings(({ settings }) => settings.expertClient);
  useEffect(() => void refreshExpertClients(), []);
  const options: readonly { id: ClientChoice; text: string }[] = [
    { id: 'built-in', text: t('screenShare.builtIn') },
    ...clients.map(({ id, name }) => ({ id, text: name })),
  ];
  const isListed = options.some(({ id }) => id === chosen);
  return (
    <Group title={t('settings.screenShare')} {...(clients.length === 0 ? { hint: t('screenShare.noClients') } : {})}>
      <Select
        label={t('settings.expertClient')}
        options={options}
        value={isListed ? chosen : 'built-in'}
        onChange={(choice) => writeSettings({ expertClient: choice })}
      />
    </Group>
  );
}
