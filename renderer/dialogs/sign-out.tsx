import { useConnection } from '../state/connection.ts';
import { openSheet, signOut } from '../state/perform.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';

/** Asks before signing out takes what has not reached the relay. */
export function SignOutSheet() {
  const { t } = useTranslator();
  const unsent = useConnection((connection) => connection.unsent);
  return (
    <Sheet
      title={t('signOut.title')}
      closeLabel={t('sheet.close')}
      onClose={() => openSheet(null)}
      width="narrow"
      footer={
        <>
          <Button autoFocus onPress={() => openSheet(null)}>
            {t('signOut.stay')}
          </Button>
          <Button look="danger" onPress={signOut}>
            {t('signOut.anyway')}
          </Button>
        </>
      }
    >
      <p>{t('signOut.text', { count: unsent })}</p>
    </Sheet>
  );
}
