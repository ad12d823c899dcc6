import { Option, type Command } from 'commander';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { ExpertClient, Preset } from '../../protocol/expert-client.ts';
import { presetEntries } from '../../protocol/expert-presets.ts';
import { OperatingSystem } from '../../protocol/model.ts';
import { CodeSource } from '../../protocol/screen-share.ts';
import type { Store } from '../store/store.ts';
import { withExistingStore } from './data.ts';
import { CliError, print, printList, type Output } from './terminal.ts';

type AddOptions = Output & {
  name?: string;
  windows?: string;
  macos?: string;
  linux?: string;
  argument?: string[];
  endsWithProgram?: boolean;
  url?: string;
  host?: string;
  port?: string;
  codeFrom?: CodeSource;
  joinUrl?: string;
  download?: string;
  howEn?: string;
  howIt?: string;
  suits?: string;
};

const collected = (value: string, before: string[] = []): string[] => [...before, value];

/** The list of expert clients without what was taken off it. */
const listed = async (store: Store): Promise<ExpertClient[]> =>
  (await store.read.expertClients()).filter(({ removed }) => !removed);

async function find(store: Store, name: string): Promise<ExpertClient> {
  const found = (await listed(store)).find((client) => client.name === name || client.id === name);
  if (found === undefined) throw new CliError(`There is no expert client “${name}”.`);
  return found;
}

function launchOf(preset: Preset, options: AddOptions): ExpertClient['launch'] {
  if (options.url !== undefined) return { kind: 'url', url: options.url };
  const { launch } = presetEntries[preset];
  if (launch.kind === 'url') return launch;
  const { windows, macos, linux } = options;
  const paths = { windows: windows ?? '', macos: macos ?? '', linux: linux ?? '' };
  if (preset === 'custom' && Object.values(paths).every((path) => path === '')) {
    throw new CliError('A custom client needs a program (--windows, --macos, --linux) or a link (--url).');
  }
  return {
    kind: 'program',
    paths,
    arguments: options.argument ?? launch.arguments,
    endsWithProgram: options.endsWithProgram ?? launch.endsWithProgram,
  };
}

/** An entry as the options say, and where they are silent, the preset. Throws a `CliError` that names every fault. */
export function expertClientOf(preset: Preset, options: AddOptions): Omit<ExpertClient, 'position'> {
  const known = presetEntries[preset];
  const entry = ExpertClient.omit({ position: true }).safeParse({
    id: newId(),
    name: options.name ?? known.name,
    preset,
    launch: launchOf(preset, options),
    host: options.host ?? '',
    port: options.port === undefined ? known.port : Number(options.port),
    codeFrom: options.codeFrom ?? known.codeFrom,
    join: {
      url: options.joinUrl ?? '',
      downloadUrl: options.download ?? known.downloadUrl,
      instructions: { en: options.howEn ?? '', it: options.howIt ?? '' },
    },
    suits: options.suits === undefined ? known.suits : options.suits.split(',').map((system) => system.trim()),
    removed: false,
  });
  if (entry.success) return entry.data;
  throw new CliError(`The expert client is not right:\n${z.prettifyError(entry.error)}`);
}

async function add(store: Store, preset: Preset, options: AddOptions): Promise<void> {
  const entry = expertClientOf(preset, options);
  if ((await listed(store)).some(({ name }) => name === entry.name)) {
    throw new CliError(`There is an expert client “${entry.name}” already.`);
  }
  await store.write((tx) => tx.putExpertClient(entry));
  print(options, { id: entry.id, name: entry.name }, `Expert client “${entry.name}” is on the list.`);
}

/** `expert-client add | list | remove` */
export function addExpertClientCommands(program: Command): void {
  const client = program
    .command('expert-client')
    .description('Screen-sharing programs that technicians may start from their consoles');
  client
    .command('add')
    .argument('<preset>', Preset.options.join(', '))
    .description('Placeholders in arguments and links: {sessionId} {joinCode} {customerName} {host} {port}')
    .option('--name <name>')
    .option('--windows <path>', 'the program; empty: where the preset knows it to be')
    .option('--macos <path>')
    .option('--linux <path>')
    .option('--argument <argument>', 'one argument of the program; once for each', collected)
    .option('--ends-with-program', 'the session is over when the program ends')
    .option('--url <link>', 'a link to open instead of a program to start')
    .option('--host <host>', 'what {host} stands for; empty: the customer’s own address')
    .option('--port <port>')
    .addOption(new Option('--code-from <who>', 'who makes up the code to meet by').choices(CodeSource.options))
    .option('--join-url <link>', 'where the customer joins')
    .option('--download <link>', 'where the customer gets the program')
    .option('--how-en <text>', 'how to join, in English')
    .option('--how-it <text>', 'how to join, in Italian')
    .option('--suits <systems>', `customers’ systems: ${OperatingSystem.options.join(', ')}`)
    .option('--json')
    .action((preset: string, options: AddOptions) => {
      const known = Preset.safeParse(preset);
      if (!known.success) throw new CliError(`“${preset}” is none of ${Preset.options.join(', ')}.`);
      return withExistingStore((store) => add(store, known.data, options));
    });
  client
    .command('list')
    .option('--json')
    .action((options: Output) =>
      withExistingStore(async (store) =>
        printList(options, await listed(store), ({ id, name, preset, suits }) => [id, name, preset, suits.join(' ')]),
      ),
    );
  client
    .command('remove')
    .argument('<name>', 'name or id')
    .option('--json')
    .action((name: string, options: Output) =>
      withExistingStore(async (store) => {
        const entry = await find(store, name);
        await store.write((tx) => tx.putExpertClient({ ...entry, removed: true }));
        print(options, { id: entry.id }, `“${entry.name}” is off the list.`);
      }),
    );
}
