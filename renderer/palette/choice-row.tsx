import type { ReactNode } from 'react';
import { keysOf } from '../../preload/actions.ts';
import type { ListRow } from '../../preload/list-contract.ts';
import { actionOf } from '../state/possible.ts';
import { useSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { FoundText } from '../ui/found-text.tsx';
import { Shortcut, shortcutText } from '../ui/shortcut.tsx';
import type { FoundCommand } from './commands.ts';
import type { Stretch } from './match.ts';
import { isOpen, type Choice } from './use-choices.ts';
import styles from './choice-row.module.css';

/** A text whose found parts stand out. */
function Marked({ text, stretches }: { text: string; stretches: readonly Stretch[] }) {
  const ends = [0, ...stretches.map(({ end }) => end)];
  return (
    <>
      {stretches.map(({ start, end }, index) => (
        <span key={start}>
          {text.slice(ends[index], start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}

function CommandText({ command }: { command: FoundCommand }) {
  const { t } = useTranslator();
  const platform = useSettings(({ app }) => app.platform);
  return (
    <>
      <span className={styles['name']}>
        <Marked text={command.name} stretches={command.stretches} />
        {command.also === null ? null : (
          <span className={styles['also']} lang="en">
            {command.also}
          </span>
        )}
      </span>
      {command.standing === 'offline' ? (
        <span className={styles['reason']}>{t('error.offline')}</span>
      ) : (
        <Shortcut>{shortcutText(keysOf(actionOf(command.id), platform), platform)}</Shortcut>
      )}
    </>
  );
}

function RequestText({ row }: { row: ListRow }) {
  const { t } = useTranslator();
  return (
    <>
      <span className={styles['id']}>{row.id}</span>
      <span className={styles['request']}>
        <span className={styles['customer']}>
          <bdi>{row.customerName}</bdi>
          <bdi className={styles['company']}>{row.companyName}</bdi>
        </span>
        <bdi className={styles['subject']}>{row.snippet === null ? row.subject : <FoundText text={row.snippet} />}</bdi>
      </span>
      <span className={styles['reason']}>{t(`status.${row.status}`)}</span>
    </>
  );
}

/** A line of the palette. */
export function ChoiceRow({
  choice,
  isCurrent,
  onPoint,
  onChoose,
}: {
  choice: Choice;
  isCurrent: boolean;
  onPoint: () => void;
  onChoose: () => void;
}): ReactNode {
  return (
    <div
      id={`palette-${choice.key}`}
      role="option"
      aria-selected={isCurrent}
      aria-disabled={!isOpen(choice)}
      className={styles['choice']}
      onPointerMove={onPoint}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {choice.kind === 'command' ? <CommandText command={choice.command} /> : <RequestText row={choice.row} />}
    </div>
  );
}
