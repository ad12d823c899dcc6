import { Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, Input, SearchField as AriaSearchField } from 'react-aria-components';
import { keysOf } from '../../../preload/actions.ts';
import { actionOf } from '../../state/possible.ts';
import { usePerform } from '../../state/perform.ts';
import { searchRequests, useRequestList } from '../../state/request-list.ts';
import { useSettings } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Shortcut, shortcutText } from '../../ui/shortcut.tsx';
import styles from './search-field.module.css';

/** Searches while it is typed; Escape clears it. */
export function SearchField() {
  const { t } = useTranslator();
  const search = useRequestList((list) => list.search);
  const platform = useSettings(({ app }) => app.platform);
  const { part, count } = usePerform((state) => state.focus);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (part === 'search' && count > 0) input.current?.select();
  }, [part, count]);
  return (
    <AriaSearchField
      aria-label={t('list.search')}
      value={search}
      onChange={searchRequests}
      className={styles['search'] ?? ''}
    >
      <Search size={14} aria-hidden className={styles['glass']} />
      <Input ref={input} className={styles['input'] ?? ''} placeholder={t('list.search')} spellCheck={false} />
      {search === '' ? (
        <Shortcut>{shortcutText(keysOf(actionOf('focus.search'), platform), platform)}</Shortcut>
      ) : (
        <Button className={styles['clear'] ?? ''} aria-label={t('list.clearSearch')}>
          <X size={14} aria-hidden />
        </Button>
      )}
    </AriaSearchField>
  );
}
