import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { Button, Input, SearchField as AriaSearchField } from 'react-aria-components';
import { keysOf } from '../../../preload/actions.ts';
import { actionOf } from '../../state/possible.ts';
import { useAskedFocus } from '../../state/asked-focus.ts';
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
  const input = useRef<HTMLInputElement>(null);
  useAskedFocus('search', input);
  return (
    <AriaSearchField
      aria-label={t('list.search')}
      value={search}
      onChange={searchRequests}
      className={styles['search'] ?? ''}
    >
      <Search size={14} aria-hidden className={styles['glass']} />
      <Input
        ref={input}
        className={styles['input'] ?? ''}
        placeholder={t('list.search')}
        spellCheck={false}
        onFocus={(event) => event.target.select()}
      />
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
