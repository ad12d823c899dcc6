import { describe, expect, it } from 'vitest';
import { catalogues } from '../../i18n/catalogues.ts';
import { actions, type ActionId } from '../../preload/actions.ts';
import { findCommands, withRecent, type Command } from './commands.ts';

const commandsIn = (language: 'en' | 'it', standing: (id: ActionId) => Command['standing'] = () => 'on'): Command[] =>
  actions.map(({ id, group }) => ({
    id,
    group,
    name: catalogues[language][`action.${id}`] ?? '',
    english: catalogues.en[`action.${id}`] ?? '',
    standing: standing(id),
  }));
const idsOf = (query: string, commands: readonly Command[], recent: readonly ActionId[] = []): ActionId[] =>
  findCommands(query, commands, recent).flatMap((section) => section.commands.map(({ id }) => id));

describe('finding commands', () => {
  it('shows all there are, by group, before anything is typed', () => {
    const sections = findCommands('', commandsIn('en'), []);
    expect(sections.map(({ heading }) => heading)).toEqual(['request', 'go', 'view', 'console']);
    expect(idsOf('', commandsIn('en')).toSorted()).toEqual(actions.map(({ id }) => id).toSorted());
  });

  it('puts those used last first, newest first, and does not repeat them', () => {
    const [first, ...rest] = findCommands('', commandsIn('en'), ['zoom.in', 'request.assign']);
    expect(first?.heading).toBe('recent');
    expect(first?.commands.map(({ id }) => id)).toEqual(['zoom.in', 'request.assign']);
    expect(rest.flatMap((section) => section.commands.map(({ id }) => id))).not.toContain('zoom.in');
  });

  it('never shows what the state does not allow, and of the recent only what can be done now', () => {
    const commands = commandsIn('en', (id) =>
      id === 'chat.end' ? 'absent' : id === 'request.assign' ? 'offline' : 'on',
    );
    const sections = findCommands('', commands, ['chat.end', 'request.assign']);
    expect(sections.map(({ heading }) => heading)).not.toContain('recent');
    expect(idsOf('', commands)).not.toContain('chat.end');
    expect(idsOf('', commands)).toContain('request.assign');
    expect(idsOf('end chat', commands)).toEqual([]);
  });

  it('finds by the name in the language and in English, and says the English name where that is why', () => {
    const [section] = findCommands('assign', commandsIn('it'), []);
    expect(section?.commands[0]).toMatchObject({ id: 'request.assign', name: 'Assegna a me', also: 'Assign to me' });
    expect(findCommands('assegna', commandsIn('it'), [])[0]?.commands[0]).toMatchObject({
      id: 'request.assign',
      also: null,
    });
  });

  it('puts the best match first, and of equals the one used last', () => {
    expect(idsOf('close', commandsIn('en'))[0]).toBe('request.close');
    const zooms: ActionId[] = ['zoom.in', 'zoom.out'];
    expect(idsOf('zoom', commandsIn('en')).slice(0, 2)).toEqual(zooms);
    expect(idsOf('zoom', commandsIn('en'), ['zoom.out']).slice(0, 2)).toEqual(zooms.toReversed());
  });

  it('finds every action by its own name in both languages', () => {
    for (const language of ['en', 'it'] as const) {
      for (const { id, name } of commandsIn(language)) {
        const [first] = findCommands(name, commandsIn(language), []).flatMap(({ commands }) => commands);
        expect(first?.name, `${id} in ${language}`).toBe(name);
      }
    }
  });
});

describe('commands used last', () => {
  it('are the newest eight, each once', () => {
    const used = actions.slice(0, 10).map(({ id }) => id);
    const recent = used.reduce<ActionId[]>(withRecent, []);
    expect(recent).toEqual(used.slice(2).toReversed());
    expect(withRecent(recent, used[4] as ActionId)[0]).toBe(used[4]);
    expect(withRecent(recent, used[4] as ActionId)).toHaveLength(8);
  });
});
