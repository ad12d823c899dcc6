import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { CompanyId } from '../../protocol/ids.ts';
import { maskedSettings, ProfileDefinition } from '../../protocol/profile-definition.ts';
import type { ProfileId } from '../../protocol/profiles.ts';
import { createVault } from '../profiles/vault.ts';
import type { Profile } from '../store/profile-store.ts';
import type { Store } from '../store/store.ts';
import { findCompanies, withExistingStore } from './data.ts';
import { CliError, print, printList, type Output } from './terminal.ts';

/** What a file, or standard input for `-`, holds as JSON. What is in it is never said again: it may be a password. */
function readJson(file: string): unknown {
  const name = file === '-' ? 'Standard input' : file;
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new CliError(`${name} can’t be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(`${name} is not JSON.`);
  }
}

/** A profile as it was written down. Throws a `CliError` that names every fault. */
function definitionOf(given: unknown): ProfileDefinition {
  const parsed = ProfileDefinition.safeParse(given);
  if (!parsed.success) throw new CliError(`The profile is not right:\n${z.prettifyError(parsed.error)}`);
  const { settings } = parsed.data;
  if (settings.kind === 'certificate' && settings.format === 'x509') {
    try {
      new X509Certificate(settings.data);
    } catch {
      throw new CliError('The profile is not right:\n✖ This is no certificate\n  → at settings.data');
    }
  }
  return parsed.data;
}

async function find(store: Store, name: string): Promise<Profile> {
  const found = (await store.read.profiles()).find((profile) => profile.name === name || profile.id === name);
  if (found === undefined) throw new CliError(`There is no profile “${name}”.`);
  return found;
}

async function add(store: Store, file: string, options: Output & { companies: string }): Promise<void> {
  const { settings, ...definition } = definitionOf(readJson(file));
  const companies = await findCompanies(store, options.companies);
  if (companies?.length === 0) throw new CliError('Name the companies, or “all”.');
  if ((await store.read.profiles()).some(({ name }) => name === definition.name)) {
    throw new CliError(`There is a profile “${definition.name}” already.`);
  }
  const id = newId() as ProfileId;
  const sealed = createVault(await store.read.relayKey()).seal(id, settings);
  const row = { ...definition, id, kind: settings.kind, companies, createdAt: Date.now(), removedAt: null };
  await store.write((tx) => tx.addProfile({ ...row, sealed }));
  print(options, { id, name: row.name }, `Profile “${row.name}” is on the list.`);
}

async function namesOf(store: Store, companies: readonly CompanyId[] | null): Promise<string> {
  if (companies === null) return 'all companies';
  const names = new Map((await store.read.companies()).map(({ id, name }) => [id, name]));
  return companies.map((id) => names.get(id) ?? id).join(', ');
}

async function show(store: Store, name: string, options: Output): Promise<void> {
  const { id } = await find(store, name);
  const profile = await store.read.profile(id);
  if (profile === null || profile.sealed === null) throw new CliError(`There is no profile “${name}”.`);
  const { sealed, removedAt: _on, ...rest } = profile;
  const settings = maskedSettings(createVault(await store.read.relayKey()).open(id, sealed));
  const shown = { ...rest, settings };
  print(options, shown, JSON.stringify({ ...shown, companies: await namesOf(store, rest.companies) }, null, 2));
}

/** `profile add | list | show | remove` */
export function addProfileCommands(program: Command): void {
  const profile = program.command('profile').description('Configuration profiles for customers’ phones and tablets');
  profile
    .command('add')
    .argument('<file>', 'the profile as JSON; “-”: from standard input')
    .option('--companies <names>', '“all”, or those whose customers get it, separated by commas', 'all')
    .option('--json')
    .action((file: string, options: Output & { companies: string }) =>
      withExistingStore((store) => add(store, file, options)),
    );
  profile
    .command('list')
    .option('--json')
    .action((options: Output) =>
      withExistingStore(async (store) => {
        const rows = await Promise.all(
          (await store.read.profiles()).map(async (row) => ({ row, served: await namesOf(store, row.companies) })),
        );
        if (options.json)
          return printList(
            options,
            rows.map(({ row }) => row),
            () => [],
          );
        printList(options, rows, ({ row: { id, name, kind, suits }, served }) => [
          id,
          name,
          kind,
          suits.join(' '),
          served,
        ]);
      }),
    );
  profile
    .command('show')
    .argument('<name>', 'name or id')
    .description('What is in a profile, with its secrets covered')
    .option('--json')
    .action((name: string, options: Output) => withExistingStore((store) => show(store, name, options)));
  profile
    .command('remove')
    .argument('<name>', 'name or id')
    .description('Takes it off the list, destroys its settings, and ends the links to it')
    .option('--json')
    .action((name: string, options: Output) =>
      withExistingStore(async (store) => {
        const { id, name: removed } = await find(store, name);
        await store.write((tx) => tx.removeProfile(id, Date.now()));
        print(options, { id }, `“${removed}” is off the list, and links to it lead nowhere.`);
      }),
    );
}
