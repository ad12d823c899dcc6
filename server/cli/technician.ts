import { Option, type Command } from 'commander';
import { z } from 'zod';
import { limits } from '../../protocol/limits.ts';
import { Role } from '../../protocol/technicians.ts';
import type { Store } from '../store/store.ts';
import { accountsOf, findCompanies, findTechnician, withExistingStore, withStore } from './data.ts';
import { choosePassword, CliError, print, printList, type Output } from './terminal.ts';

type AddOptions = Output & { name: string; role: Role; companies: string; passwordStdin?: boolean };

const Email = z.email().max(limits.email);
const roleOption = (): Option => new Option('--role <role>').choices(Role.options).default('technician');

/** `technician add | list | access | role | password` */
export function addTechnicianCommands(program: Command): void {
  const technician = program.command('technician').description('People who answer requests; admins among them');
  technician
    .command('add')
    .argument('<email>')
    .requiredOption('--name <name>')
    .addOption(roleOption())
    .option('--companies <names>', '“all”, or those that may be served, separated by commas', 'all')
    .option('--password-stdin', 'read the password from standard input instead of making one')
    .option('--json')
    .action((email: string, options: AddOptions) => withStore((store) => add(store, email, options)));
  technician
    .command('list')
    .option('--json')
    .action((options: Output) => withExistingStore((store) => list(store, options)));
  technician
    .command('access')
    .argument('<email>')
    .argument('<companies>', '“all”, or names separated by commas')
    .option('--json')
    .action((email: string, names: string, options: Output) =>
      withExistingStore(async (store) => {
        const account = await findTechnician(store, email);
        const companies = await findCompanies(store, names);
        await store.write((tx) => tx.setAccess(account.id, companies));
        const served = companies === null ? 'all companies' : names;
        print(options, { email, companies }, `${email} may serve ${served} now.`);
      }),
    );
  technician
    .command('role')
    .argument('<email>')
    .argument('<role>', Role.options.join(' or '))
    .option('--json')
    .action((email: string, given: string, options: Output) =>
      withExistingStore(async (store) => {
        const role = Role.safeParse(given);
        if (!role.success) throw new CliError(`A role is ${Role.options.join(' or ')}.`);
        const account = await findTechnician(store, email);
        await store.write((tx) => tx.putAccount({ ...account, role: role.data }));
        print(options, { email, role: role.data }, `${email} is ${role.data} now.`);
      }),
    );
  technician
    .command('password')
    .argument('<email>')
    .option('--password-stdin', 'read it from standard input instead of making one')
    .option('--json')
    .action((email: string, options: Output & { passwordStdin?: boolean }) =>
      withExistingStore(async (store) => {
        await findTechnician(store, email);
        const { password, generated } = await choosePassword(options.passwordStdin);
        await accountsOf(store).setPassword(email, password);
        const sentence = generated
          ? `The new password of ${email} is ${password}`
          : `The password of ${email} is changed.`;
        print(options, { email, ...(generated && { password }) }, `${sentence} All sign-ins have ended.`);
      }),
    );
}

async function add(store: Store, email: string, options: AddOptions): Promise<void> {
  if (!Email.safeParse(email).success) throw new CliError(`“${email}” is no e-mail address.`);
  const companies = await findCompanies(store, options.companies);
  if ((await store.read.accountByEmail(email)) !== null) {
    throw new CliError(`There is a technician with the address ${email} already.`);
  }
  const { password, generated } = await choosePassword(options.passwordStdin);
  const { name, role } = options;
  const id = await accountsOf(store).addTechnician({ name, email, role, password });
  if (id === null) throw new CliError(`There is a technician with the address ${email} already.`);
  if (companies !== null) await store.write((tx) => tx.setAccess(id, companies));
  const what = role === 'admin' ? 'Admin' : 'Technician';
  const told = generated ? ` Password: ${password}` : '';
  print(options, { id, email, ...(generated && { password }) }, `${what} ${email} is there.${told}`);
}

async function list(store: Store, options: Output): Promise<void> {
  const names = new Map((await store.read.companies()).map(({ id, name }) => [id, name]));
  const rows = await Promise.all(
    (await store.read.accounts()).map(async ({ id, email, name, role, available, allCompanies }) => {
      const scope = allCompanies ? null : await store.read.scope(id);
      const companies = scope === null ? ('all' as const) : scope.companies.map((company) => names.get(company) ?? '');
      return { id, email, name, role, available, companies };
    }),
  );
  printList(options, rows, ({ email, name, role, available, companies }) => [
    email,
    name,
    role,
    available ? 'available' : 'not available',
    companies === 'all' ? 'all' : companies.join(', '),
  ]);
}
