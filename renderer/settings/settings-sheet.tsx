import { Bell, CircleUserRound, MessageSquareQuote, SlidersHorizontal } from 'lucide-react';
import { openSheet, usePerform } from '../state/perform.ts';
import { useTranslator } from '../state/translator.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Account } from './account.tsx';
import { General } from './general.tsx';
import { Notifications } from './notifications.tsx';
import { SavedReplies } from './saved-replies.tsx';
import styles from './settings-sheet.module.css';

/** The person's settings; each takes effect as it is changed. */
export function SettingsSheet() {
  const { t } = useTranslator();
  const first = usePerform(({ settingsPart }) => settingsPart);
  const parts = [
    {
      id: 'general',
      title: t('settings.general'),
      icon: <SlidersHorizontal size={15} aria-hidden />,
      content: <General />,
    },
    {
      id: 'notifications',
      title: t('settings.notifications'),
      icon: <Bell size={15} aria-hidden />,
      content: <Notifications />,
    },
    {
      id: 'saved-replies',
      title: t('savedReplies.title'),
      icon: <MessageSquareQuote size={15} aria-hidden />,
      content: <SavedReplies />,
    },
    {
      id: 'account',
      title: t('settings.account'),
      icon: <CircleUserRound size={15} aria-hidden />,
      content: <Account />,
    },
  ];
  return (
    <Sheet
      title={t('settings.title')}
      closeLabel={t('sheet.close')}
      onClose={() => openSheet(null)}
      width="wide"
      look="bare"
    >
      <div className={styles['settings']}>
        <Tabs label={t('settings.title')} parts={parts} first={first} />
      </div>
    </Sheet>
  );
}
