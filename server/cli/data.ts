import { existsSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import type { CompanyId } from '../../protocol/ids.ts';
import { createAccounts, type Accounts } from '../accounts/accounts.ts';
import { readConfig } from '../config.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Account, Portal, Store } from '../store/store.ts';
import { CliError } from './terminal.ts';

/** The relay's data folder, as the configuration says. */
export const dataFolder = (): string => path.resolve(readConfig(process.env).data);

function open(folder: string): Store {
  try {
    return openSqliteStore(folder);
  } catch (error) {
    throw new CliError(
      `The data in ${folder} can’t be opened: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Opens the data, or makes it, does the work, closes; the relay may be running meanwhile. */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = open(dataFolder());
  try {
    await work(store);
  } finally {
    store.close();
  }
}

/** The same for work that makes no sense on data that is not there yet. */
export async function withExistingStore(work: (store: Store) => Promise<void>): Promise<void> {
  const folder = dataFolder();
  if (!existsSync(path.join(folder, 'relay.db'))) {
    throw new CliError(`There is no relay's data in ${folder}. SPORTELLO_DATA names the folder.`);
  }
  await withStore(work);
}

export const accountsOf = (store: Store): Accounts =>
  createAccounts({ store, clock: Date.now, newId, sessionDays: readConfig(process.env).sessionDays });

/** A company by name or id. */
export async function findCompany(store: Store, name: string): Promise<CompanyId> {
  const found = (await store.read.companies()).find((company) => company.name === name || company.id === name);
  if (found === undefined) throw new CliError(`There is no company “${name}”.`);
  return found.id;
}

/** Companies by a list of names or ids separated by commas; null for `all`. */
export async function findCompanies(store: Store, names: string): Promise<CompanyId[] | null> {
  if (names === 'all') return null;
  const wanted = names.split(',').map((name) => name.trim());
  return Promise.all(wanted.filter((name) => name !== '').map((name) => findCompany(store, name)));
}

export async function findPortal(store: Store, slug: string): Promise<Portal> {
  const portal = await store.read.portal(slug);
  if (portal === null) throw new CliError(`There is no portal “${slug}”.`);
  return portal;
}

export async function findTechnician(store: Store, email: string): Promise<Account> {
  const account = await store.read.accountByEmail(email);
  if (account === null) throw new CliError(`There is no technician with the address ${email}.`);
  return account;
}
