import type { Command } from 'commander';
import { v7 as newId } from 'uuid';
import type { CompanyId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Store } from '../store/store.ts';
import { findCompany, withExistingStore, withStore } from './data.ts';
import { CliError, print, printList, type Output } from './terminal.ts';

/** A new company. Its name has to be another than those there are, since commands call companies by name. */
export async function addCompany(store: Store, name: string): Promise<CompanyId> {
  await checkName(store, name);
  const id = newId() as CompanyId;
  await store.write((tx) => tx.putCompany({ id, name: name.trim() }));
  return id;
}

async function checkName(store: Store, name: string): Promise<void> {
  if (name.trim() === '' || name.length > limits.name || name === 'all') {
    throw new CliError(`A company’s name has 1 to ${limits.name} characters and is not “all”.`);
  }
  if ((await store.read.companies()).some((company) => company.name === name.trim())) {
    throw new CliError(`There is a company “${name.trim()}” already.`);
  }
}

/** `company add | list | rename` */
export function addCompanyCommands(program: Command): void {
  const company = program.command('company').description('Organisations that the support team serves');
  company
    .command('add')
    .argument('<name>')
    .option('--json')
    .action((name: string, options: Output) =>
      withStore(async (store) => print(options, { id: await addCompany(store, name) }, `Company “${name}” is there.`)),
    );
  company
    .command('list')
    .option('--json')
    .action((options: Output) =>
      withExistingStore(async (store) => {
        const companies = (await store.read.companies()).map(({ id, name }) => ({ id, name }));
        printList(options, companies, ({ id, name }) => [id, name]);
      }),
    );
  company
    .command('rename')
    .argument('<name>', 'name or id')
    .argument('<new name>')
    .option('--json')
    .action((name: string, newName: string, options: Output) =>
      withExistingStore(async (store) => {
        const id = await findCompany(store, name);
        await checkName(store, newName);
        await store.write((tx) => tx.putCompany({ id, name: newName.trim() }));
        print(options, { id, name: newName.trim() }, `“${name}” is called “${newName.trim()}” now.`);
      }),
    );
}
