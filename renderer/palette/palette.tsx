import { Search } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { openSheet, perform } from '../state/perform.ts';
import { quickFind, useQuickFind } from '../state/quick-find.ts';
import { select } from '../state/selection.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Layer } from '../ui/sheet.tsx';
import { Shortcut } from '../ui/shortcut.tsx';
import { ChoiceRow } from './choice-row.tsx';
import { withRecent } from './commands.ts';
import { isOpen, useChoices, type Choice, type ChoiceSection } from './use-choices.ts';
import styles from './palette.module.css';

const listId = 'palette-choices';
const pageOfChoices = 8;

function choose(choice: Choice): void {
  openSheet(null);
  if (choice.kind === 'request') {
    void select(choice.row.id);
    return;
  }
  const { recentActions } = useSettings.getState().settings;
  writeSettings({ recentActions: withRecent(recentActions, choice.command.id) });
  perform(choice.command.id);
}

/** Where a key leads from a place in a list of so many, round at the ends; null for other keys. */
function placeAfterKey(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at < 0 ? count - 1 : (at - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, at + pageOfChoices);
    case 'PageUp':
      return Math.max(0, at - pageOfChoices);
    default:
      return null;
  }
}

function Choices({
  sections,
  current,
  onPoint,
}: {
  sections: readonly ChoiceSection[];
  current: Choice | undefined;
  onPoint: (choice: Choice) => void;
}) {
  const { t } = useTranslator();
  const headings = {
    recent: t('palette.recent'),
    commands: t('palette.commands'),
    requests: t('palette.requests'),
    request: t('menu.request'),
    go: t('menu.go'),
    view: t('menu.view'),
    console: t('menu.console'),
  };
  useEffect(() => {
    if (current !== undefined) document.getElementById(`palette-${current.key}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div id={listId} role="listbox" aria-label={t('palette.title')} className={styles['choices']}>
      {sections.map(({ heading, choices }) => (
        <div key={heading} role="group" aria-labelledby={`palette-${heading}-heading`}>
          <div id={`palette-${heading}-heading`} role="presentation" className={styles['heading']}>
            {headings[heading]}
          </div>
          {choices.map((choice) => (
            <ChoiceRow
              key={choice.key}
              choice={choice}
              isCurrent={choice.key === current?.key}
              onPoint={() => isOpen(choice) && onPoint(choice)}
              onChoose={() => isOpen(choice) && choose(choice)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Keys() {
  const { t } = useTranslator();
  return (
    <footer className={styles['keys']}>
      <span>
        <Shortcut>↑</Shortcut> <Shortcut>↓</Shortcut> {t('palette.hintMove')}
      </span>
      <span>
        <Shortcut>↩</Shortcut> {t('palette.hintChoose')}
      </span>
      <span>
        <Shortcut>Esc</Shortcut> {t('palette.hintClose')}
      </span>
    </footer>
  );
}

function Finder() {
  const { t } = useTranslator();
  const [query, setQuery] = useState('');
  const [pointedAt, pointAt] = useState<string | null>(null);
  const isAnswered = useQuickFind((state) => state.answered === query);
  const sections = useChoices(query);
  const open = sections.flatMap(({ choices }) => choices).filter(isOpen);
  // The first is meant until somebody moves on, also when better ones come in above it; but with nothing typed none is,
  // so that Enter does nothing that was not chosen.
  const pointed = open.findIndex(({ key }) => key === pointedAt);
  const at = pointed < 0 && query.trim() !== '' ? 0 : pointed;
  const current = open[at];
  useEffect(() => () => quickFind(''), []);

  function type(text: string): void {
    setQuery(text);
    pointAt(null);
    quickFind(text);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      choose(current);
      return;
    }
    const next = open.length === 0 ? null : placeAfterKey(event.key, at, open.length);
    if (next === null) return;
    event.preventDefault();
    pointAt(open[next]?.key ?? null);
  }
  return (
    <>
      <div className={styles['field']}>
        <Search size={16} aria-hidden className={styles['glass']} />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : `palette-${current.key}`}
          aria-label={t('palette.field')}
          placeholder={t('palette.field')}
          className={styles['input']}
          value={query}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          autoFocus
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <Choices sections={sections} current={current} onPoint={(choice) => pointAt(choice.key)} />
      <p role="status" className={styles['none']}>
        {sections.length === 0 && isAnswered ? t('palette.none', { query: query.trim() }) : ''}
      </p>
      <Keys />
    </>
  );
}

/** One field for every command and every request: type a little of it, Enter. */
export function Palette() {
  const { t } = useTranslator();
  return (
    <Layer label={t('palette.title')} onClose={() => openSheet(null)}>
      <div className={styles['palette']}>
        <Finder />
      </div>
    </Layer>
  );
}
