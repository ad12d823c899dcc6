import { actions, keysOf, type ActionGroup } from '../../preload/actions.ts';
import { openSheet } from '../state/perform.ts';
import { useSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Shortcut, shortcutText } from '../ui/shortcut.tsx';
import styles from './shortcuts.module.css';

/** Two columns of about the same length. */
const columns: readonly (readonly ActionGroup[])[] = [
  ['request', 'console'],
  ['go', 'view'],
];

function Group({ name }: { name: ActionGroup }) {
  const { t } = useTranslator();
  const platform = useSettings(({ app }) => app.platform);
  const keyed = actions
    .filter(({ group }) => group === name)
    .map((action) => ({ id: action.id, keys: shortcutText(keysOf(action, platform), platform) }))
    .filter(({ keys }) => keys !== null);
  return (
    <section className={styles['group']}>
      <h3 className={styles['title']}>{t(`menu.${name}`)}</h3>
      <ul>
        {keyed.map(({ id, keys }) => (
          <li key={id} className={styles['row']}>
            <span>{t(`action.${id}`).replace(/…$/, '')}</span>
            <Shortcut>{keys}</Shortcut>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every keyboard shortcut. */
export function ShortcutsSheet() {
  const { t } = useTranslator();
  return (
    <Sheet
      title={t('action.shortcuts.open')}
      closeLabel={t('sheet.close')}
      onClose={() => openSheet(null)}
      width="wide"
      look="bare"
    >
      <div className={styles['shortcuts']} role="region" aria-label={t('action.shortcuts.open')} tabIndex={0}>
        {columns.map((groups) => (
          <div key={groups.join()}>
            {groups.map((name) => (
              <Group key={name} name={name} />
            ))}
          </div>
        ))}
      </div>
    </Sheet>
  );
}
