import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { limits } from '../../protocol/limits.ts';
import { Language } from '../../protocol/language.ts';
import { PortalField } from '../../protocol/model.ts';
import type { Portal, Store } from '../store/store.ts';
import { findCompany, findPortal, withExistingStore, withStore } from './data.ts';
import { CliError, print, printList, type Output } from './terminal.ts';

type PortalOptions = Output & {
  company: string;
  title?: string;
  language: Language;
  embed?: string;
  fields?: string;
  transcript?: 'on' | 'off';
};
type ChangeOptions = Output & Partial<Omit<PortalOptions, 'company'>>;

const slugShape = /^[a-z0-9][a-z0-9-]{0,60}$/;
const Fields = z
  .array(PortalField)
  .max(limits.fields)
  .refine((fields) => new Set(fields.map(({ key }) => key)).size === fields.length, 'two fields have the same key')
  .refine(
    (fields) => fields.every(({ kind, options }) => (kind === 'choice') === options.length > 0),
    'a field has options if it is a choice, and only then',
  );

/** The fields that a company asks its customers for, as JSON or from a file of it: key, label, kind, required, options of each. */
function readFields(given: string): PortalField[] {
  let list: unknown;
  try {
    list = JSON.parse(given.trim().startsWith('[') ? given : readFileSync(given, 'utf8'));
  } catch (error) {
    throw new CliError(`The fields can’t be read as JSON: ${(error as Error).message}`);
  }
  const fields = Fields.safeParse(list);
  if (fields.success) return fields.data;
  throw new CliError(`The fields are not right:\n${z.prettifyError(fields.error)}`);
}

/** Origins such as `https://www.acme.example`: what stands behind them in an address a browser does not tell apart. `none` is no site. */
function readOrigins(list: string): string[] {
  if (list === 'none') return [];
  return list.split(',').map((part) => {
    const url = URL.parse(part.trim());
    if (url === null || !/^https?:$/.test(url.protocol)) throw new CliError(`“${part.trim()}” is no web address.`);
    return url.origin;
  });
}

/** A new portal. Refuses a slug that is taken or can't stand in an address. */
export async function addPortal(store: Store, portal: Omit<Portal, 'id'>): Promise<void> {
  if (!slugShape.test(portal.slug)) {
    throw new CliError('A slug has small letters, digits and hyphens, 61 at most, and does not begin with a hyphen.');
  }
  if ((await store.read.portal(portal.slug)) !== null) throw new CliError(`The slug “${portal.slug}” is taken.`);
  await store.write((tx) => tx.putPortal({ ...portal, id: newId() }));
}

const languageOption = (): Option =>
  new Option('--language <language>', 'of its page, where the browser says nothing').choices(Language.options);
const fieldsHelp = 'fields besides name, e-mail and problem: a JSON list of key, label, kind …, or a file of it';
const transcriptOption = (): Option =>
  new Option('--transcript <on or off>', 'whether customers get the conversation by mail when it is closed').choices([
    'on',
    'off',
  ]);
const embedHelp = 'sites that may show it in a frame, separated by commas';

/** `portal add | list | change | open | close` */
export function addPortalCommands(program: Command): void {
  const portal = program.command('portal').description('Pages on which a company’s people ask for help');
  portal
    .command('add')
    .argument('<slug>', 'its name in the address /p/<slug>')
    .requiredOption('--company <name>')
    .option('--title <title>')
    .addOption(languageOption().default('en'))
    .option('--fields <json>', fieldsHelp)
    .option('--embed <origins>', embedHelp)
    .addOption(transcriptOption())
    .option('--json')
    .action((slug: string, options: PortalOptions) => withStore((store) => add(store, slug, options)));
  portal
    .command('list')
    .option('--json')
    .action((options: Output) =>
      withExistingStore(async (store) => {
        const names = new Map((await store.read.companies()).map(({ id, name }) => [id, name]));
        printList(options, await store.read.portals(), ({ slug, title, language, companyId, open }) => [
          slug,
          title,
          names.get(companyId) ?? '',
          language,
          open ? 'open' : 'closed',
        ]);
      }),
    );
  portal
    .command('change')
    .argument('<slug>')
    .option('--title <title>')
    .addOption(languageOption())
    .option('--fields <json>', fieldsHelp)
    .option('--embed <origins>', `${embedHelp}; “none” for no site`)
    .addOption(transcriptOption())
    .option('--json')
    .action((slug: string, options: ChangeOptions) => withExistingStore((store) => change(store, slug, options)));
  for (const [name, open, sentence] of [
    ['open', true, 'takes requests again'],
    ['close', false, 'takes no new requests; those there are go on'],
  ] as const) {
    portal
      .command(name)
      .argument('<slug>')
      .option('--json')
      .action((slug: string, options: Output) =>
        withExistingStore(async (store) => {
          const before = await findPortal(store, slug);
          await store.write((tx) => tx.putPortal({ ...before, open }));
          print(options, { slug, open }, `Portal /p/${slug} ${sentence}.`);
        }),
      );
  }
}

async function add(store: Store, slug: string, options: PortalOptions): Promise<void> {
  await addPortal(store, {
    companyId: await findCompany(store, options.company),
    slug,
    title: options.title ?? options.company,
    language: options.language,
    fields: options.fields === undefined ? [] : readFields(options.fields),
    embedOrigins: options.embed === undefined ? [] : readOrigins(options.embed),
    open: true,
    transcript: options.transcript === 'on',
  });
  print(options, { slug }, `Portal /p/${slug} is there.`);
}

async function change(store: Store, slug: string, options: ChangeOptions): Promise<void> {
  const before = await findPortal(store, slug);
  const after: Portal = {
    ...before,
    title: options.title ?? before.title,
    language: options.language ?? before.language,
    fields: options.fields === undefined ? before.fields : readFields(options.fields),
    embedOrigins: options.embed === undefined ? before.embedOrigins : readOrigins(options.embed),
    transcript: options.transcript === undefined ? before.transcript : options.transcript === 'on',
  };
  await store.write((tx) => tx.putPortal(after));
  const { title, language, fields, embedOrigins, transcript } = after;
  print(options, { slug, title, language, fields, embedOrigins, transcript }, `Portal /p/${slug} is changed.`);
}
