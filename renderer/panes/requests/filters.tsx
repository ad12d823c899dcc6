import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Counts } from '../../../preload/list-contract.ts';
import type { Filter } from '../../../preload/settings-contract.ts';
import { useCounts } from '../../state/counts.ts';
import { useSetting, writeSettings } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import styles from './filters.module.css';

const filters: readonly Filter[] = ['all', 'new', 'active', 'completed'];

/** All, New, Active, Completed, each with how many there are right now. */
export function Filters() {
  const { t, number } = useTranslator();
  const counts: Counts = useCounts();
  const filter = useSetting('filter');
  return (
    <ToggleButtonGroup
      aria-label={t('list.filter')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[filter]}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        if (chosen !== undefined) writeSettings({ filter: chosen as Filter });
      }}
      className={styles['filters'] ?? ''}
    >
      {filters.map((id) => (
        <ToggleButton key={id} id={id} className={styles['filter'] ?? ''} data-filter={id}>
          {t(`filter.${id}`)}
          <span className={styles['count']}>{number(counts[id])}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
