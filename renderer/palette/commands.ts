import type { ActionGroup, ActionId } from '../../preload/actions.ts';
import type { Standing } from '../state/possible.ts';
import { match, type Stretch } from './match.ts';

/** An action as it can be found: by its name in the person's language, and in English. */
export type Command = { id: ActionId; group: ActionGroup; name: string; english: string; standing: Standing };

/** A command to show. `stretches` mark what was found in its name; `also` is the English name, if only that has it. */
export type FoundCommand = Command & { stretches: readonly Stretch[]; also: string | null };

/** What stands under one heading. */
export type Section = { heading: ActionGroup | 'recent' | 'commands'; commands: readonly FoundCommand[] };

const mostRecent = 4;
/** So much worse is a match in the other language than the same in one's own. */
const otherLanguageCost = 5;

const groups: readonly ActionGroup[] = ['request', 'go', 'view', 'console'];
const asIs = (command: Command): FoundCommand => ({ ...command, stretches: [], also: null });

function unfiltered(commands: readonly Command[], recent: readonly ActionId[]): Section[] {
  const latest = recent
    .flatMap((id) => commands.filter((command) => command.id === id && command.standing === 'on'))
    .slice(0, mostRecent);
  const others = commands.filter((command) => !latest.includes(command));
  const sections: Section[] = [
    { heading: 'recent', commands: latest.map(asIs) },
    ...groups.map((heading) => ({
      heading,
      commands: others.filter(({ group }) => group === heading).map(asIs),
    })),
  ];
  return sections.filter((section) => section.commands.length > 0);
}

function found(query: string, command: Command): { cost: number; command: FoundCommand } | null {
  const own = match(query, command.name);
  const english = match(query, command.english);
  if (own !== null && (english === null || own.cost <= english.cost + otherLanguageCost))
    return { cost: own.cost, command: { ...command, stretches: own.stretches, also: null } };
  if (english === null) return null;
  return { cost: english.cost + otherLanguageCost, command: { ...command, stretches: [], also: command.english } };
}

/**
 * The commands to show. Without a query all that there are, by group, those used last before them; with one those that
 * have it, the best first, of equals the one used last. What can only be done online is shown too while offline.
 */
export function findCommands(query: string, all: readonly Command[], recent: readonly ActionId[]): Section[] {
  const commands = all.filter(({ standing }) => standing !== 'absent');
  if (query.trim() === '') return unfiltered(commands, recent);
  const age = ({ id }: Command): number => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  const ranked = commands
    .map((command) => found(query, command))
    .filter((one) => one !== null)
    .toSorted(
      (one, other) =>
        Math.floor(one.cost) - Math.floor(other.cost) || age(one.command) - age(other.command) || one.cost - other.cost,
    );
  return ranked.length === 0 ? [] : [{ heading: 'commands', commands: ranked.map(({ command }) => command) }];
}

/** The commands used last with one more, newest first. */
export const withRecent = (recent: readonly ActionId[], id: ActionId): ActionId[] =>
  [id, ...recent.filter((other) => other !== id)].slice(0, 8);
