import { catalogues } from '../../i18n/catalogues.ts';
import { actions } from '../../preload/actions.ts';
import type { ListRow } from '../../preload/list-contract.ts';
import { standingOf, useSituation } from '../state/possible.ts';
import { useQuickFind } from '../state/quick-find.ts';
import { useSetting } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { findCommands, type FoundCommand, type Section } from './commands.ts';

/** What can be chosen; `key` tells one from the others as long as it is in sight. */
export type Choice =
  { kind: 'command'; key: string; command: FoundCommand } | { kind: 'request'; key: string; row: ListRow };
export type ChoiceSection = { heading: Section['heading'] | 'requests'; choices: readonly Choice[] };

/** Commands and requests that the query finds, under their headings. */
export function useChoices(query: string): readonly ChoiceSection[] {
  const { t } = useTranslator();
  const situation = useSituation();
  const recent = useSetting('recentActions');
  const rows = useQuickFind((state) => state.rows);
  const commands = actions
    // The palette itself is open already.
    .filter(({ id }) => id !== 'palette.open')
    .map((action) => ({
      id: action.id,
      group: action.group,
      name: t(`action.${action.id}`),
      english: catalogues.en[`action.${action.id}`] ?? '',
      standing: standingOf(action, situation),
    }));
  const sections: ChoiceSection[] = findCommands(query, commands, recent).map(({ heading, commands: found }) => ({
    heading,
    choices: found.map((command) => ({ kind: 'command', key: command.id, command })),
  }));
  if (query.trim() === '' || rows.length === 0) return sections;
  const requests: ChoiceSection = {
    heading: 'requests',
    choices: rows.map((row) => ({ kind: 'request', key: `request-${row.id}`, row })),
  };
  // Who types a number means a request.
  return /^\s*#?\d/.test(query) ? [requests, ...sections] : [...sections, requests];
}

/** Whether it can be chosen now. */
export const isOpen = (choice: Choice): boolean => choice.kind === 'request' || choice.command.standing === 'on';
