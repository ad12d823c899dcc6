import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { CompanyId } from '../protocol/ids.ts';
import { Language, PortalField, Role } from '../protocol/model.ts';
import { limits } from '../protocol/limits.ts';
import { createAccounts } from './accounts/accounts.ts';
import { readConfig } from './config.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Portal, Store } from './store/store.ts';

/** What went wrong in words, for the person at the terminal. */
class CliError extends Error {}

type Output = { json?: boolean };
type TechnicianOptions = Output & { name: string; role: Role; companies?: string; passwordStdin?: boolean };

const program = new Command('sportello-relay').description(
  "Looks after a relay's data. SPORTELLO_DATA names its folder.",
);

function print(options: Output, value: Record<string, unknown>, sentence: string): void {
  console.log(options.json ? JSON.stringify(value) : sentence);
}

/** Opens the data, does the work, closes; the relay may be running meanwhile. */
async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = openSqliteStore(path.resolve(readConfig(process.env).data));
  try {
    await work(store);
  } finally {
    store.close();
  }
}

const accountsOf = (store: Store) =>
  createAccounts({ store, clock: Date.now, newId, sessionDays: readConfig(process.env).sessionDays });

/** A password from standard input, or a new one that nobody can guess. Never an argument: those can be seen by others. */
async function choosePassword(fromStdin: boolean | undefined): Promise<{ password: string; generated: boolean }> {
  if (!fromStdin) return { password: randomBytes(12).toString('base64url'), generated: true };
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return { password: line, generated: false };
  throw new CliError('No password came on standard input.');
}

async function addCompany(store: Store, name: string): Promise<CompanyId> {
  const id = newId() as CompanyId;
  await store.write((tx) => tx.putCompany({ id, name }));
  return id;
}

async function findCompany(store: Store, name: string): Promise<CompanyId> {
  const found = (await store.read.companies()).find((company) => company.name === name || company.id === name);
  if (found === undefined) throw new CliError(`There is no company “${name}”.`);
  return found.id;
}

async function addPortal(store: Store, portal: Omit<Portal, 'id'>): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,60}$/.test(portal.slug))
    throw new CliError('A slug has small letters, digits and hyphens.');
  if ((await store.read.portal(portal.slug)) !== null) throw new CliError(`The slug “${portal.slug}” is taken.`);
  await store.write((tx) => tx.putPortal({ ...portal, id: newId() }));
}

program
  .command('sample')
  .description('On empty data: a sample company, its portal and a technician')
  .option('--json')
  .action((options: Output) =>
    withStore(async (store) => {
      const email = 'anna.bianchi@sportello.example';
      if ((await store.read.accounts()).length > 0) throw new CliError('There are technicians already.');
      const company = await addCompany(store, 'Acme Srl');
      const portal = {
        companyId: company,
        slug: 'acme',
        title: 'Acme Srl',
        language: 'en',
        fields: [],
        embedOrigins: [],
        open: true,
      } as const;
      await addPortal(store, { ...portal, fields: [], embedOrigins: [] });
      const { password } = await choosePassword(false);
      await accountsOf(store).addTechnician({ name: 'Anna Bianchi', email, role: 'admin', password });
      print(
        options,
        { email, password, slug: portal.slug },
        `Technician ${email}, password ${password}, portal /p/${portal.slug}`,
      );
    }),
  );

const company = program.command('company');
company
  .command('add')
  .argument('<name>')
  .option('--json')
  .action((name: string, options: Output) =>
    withStore(async (store) => print(options, { id: await addCompany(store, name) }, `Company “${name}” is there.`)),
  );
company.command('list').action(() =>
  withStore(async (store) => {
    for (const { id, name } of await store.read.companies()) console.log(`${id}  ${name}`);
  }),
);

type PortalOptions = Output & {
  company: string;
  title?: string;
  language: Language;
  embed: string[];
  fields: PortalField[];
};

/** Origins such as `https://www.acme.example`: what stands behind them in an address cannot be told apart by a browser. */
const readOrigins = (text: string): string[] =>
  text.split(',').map((part) => {
    const url = URL.parse(part.trim());
    if (url === null || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError(`“${part}” is no web address.`);
    return url.origin;
  });

function readFields(text: string): PortalField[] {
  try {
    return z.array(PortalField).max(limits.fields).parse(JSON.parse(text));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof z.ZodError ? z.prettifyError(error) : String(error));
  }
}

const portal = program.command('portal');
portal
  .command('add')
  .argument('<slug>')
  .requiredOption('--company <name>')
  .option('--title <title>')
  .addOption(new Option('--language <language>').choices(Language.options).default('en'))
  .option('--embed <origins>', 'sites that may show it in a frame, separated by commas', readOrigins, [])
  .option('--fields <json>', 'fields besides name, e-mail and problem: a list of key, label, kind …', readFields, [])
  .option('--json')
  .action((slug: string, options: PortalOptions) =>
    withStore(async (store) => {
      const companyId = await findCompany(store, options.company);
      const title = options.title ?? options.company;
      await addPortal(store, {
        companyId,
        slug,
        title,
        language: options.language,
        fields: options.fields,
        embedOrigins: options.embed,
        open: true,
      });
      print(options, { slug }, `Portal /p/${slug} is there.`);
    }),
  );
portal.command('list').action(() =>
  withStore(async (store) => {
    for (const { slug, title, open } of await store.read.portals())
      console.log(`${slug}  ${title}${open ? '' : '  (closed)'}`);
  }),
);

for (const [name, open, description] of [
  ['open', true, 'Takes requests again'],
  ['close', false, 'Takes no new requests; those there are go on'],
] as const) {
  portal
    .command(name)
    .description(description)
    .argument('<slug>')
    .action((slug: string) =>
      withStore(async (store) => {
        const found = await store.read.portal(slug);
        if (found === null) throw new CliError(`There is no portal “${slug}”.`);
        await store.write((tx) => tx.putPortal({ ...found, open }));
        console.log(`Portal /p/${slug} is ${open ? 'open' : 'closed'}.`);
      }),
    );
}

const technician = program.command('technician');
technician
  .command('add')
  .argument('<email>')
  .requiredOption('--name <name>')
  .addOption(new Option('--role <role>').choices(Role.options).default('technician'))
  .option('--companies <names>', 'access to these only, separated by commas')
  .option('--password-stdin')
  .option('--json')
  .action((email: string, options: TechnicianOptions) =>
    withStore(async (store) => {
      const access = options.companies?.split(',') ?? null;
      const companies = access === null ? null : await Promise.all(access.map((name) => findCompany(store, name)));
      const { password, generated } = await choosePassword(options.passwordStdin);
      const id = await accountsOf(store).addTechnician({ name: options.name, email, role: options.role, password });
      if (id === null) throw new CliError(`There is a technician with the address ${email} already.`);
      if (companies !== null) await store.write((tx) => tx.setAccess(id, companies));
      const shown = generated ? { password } : {};
      print(
        options,
        { id, email, ...shown },
        `Technician ${email} is there.${generated ? ` Password: ${password}` : ''}`,
      );
    }),
  );
technician
  .command('access')
  .argument('<email>')
  .argument('<companies>', '"all", or names separated by commas')
  .action((email: string, names: string) =>
    withStore(async (store) => {
      const account = await store.read.accountByEmail(email);
      if (account === null) throw new CliError(`There is no technician with the address ${email}.`);
      const companies =
        names === 'all' ? null : await Promise.all(names.split(',').map((name) => findCompany(store, name)));
      await store.write((tx) => tx.setAccess(account.id, companies));
      console.log(`${email} may serve ${names === 'all' ? 'all companies' : names}.`);
    }),
  );
technician
  .command('password')
  .argument('<email>')
  .option('--password-stdin')
  .action((email: string, options: TechnicianOptions) =>
    withStore(async (store) => {
      const { password, generated } = await choosePassword(options.passwordStdin);
      if (!(await accountsOf(store).setPassword(email, password)))
        throw new CliError(`There is no technician with the address ${email}.`);
      console.log(generated ? `The new password of ${email} is ${password}` : `The password of ${email} is changed.`);
    }),
  );
technician.command('list').action(() =>
  withStore(async (store) => {
    for (const { email, name, role } of await store.read.accounts()) console.log(`${email}  ${name}  ${role}`);
  }),
);

program
  .command('backup')
  .description('Writes a consistent copy of the data to a new file; the relay may run')
  .argument('<file>')
  .action((file: string) =>
    withStore(async (store) => {
      if (existsSync(file)) throw new CliError(`${file} is there already.`);
      await store.backup(path.resolve(file));
      console.log(`Copied to ${file}.`);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof CliError ? error.message : error);
  process.exitCode = 1;
}
