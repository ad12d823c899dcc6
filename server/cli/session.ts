import type { Command } from 'commander';
import type { SessionId } from '../../protocol/ids.ts';
import type { Store } from '../store/store.ts';
import { findTechnician, withExistingStore } from './data.ts';
import { CliError, count, print, printList, type Output } from './terminal.ts';

/** Sign-ins with whose they are, of one technician or of all; never what opens them. */
async function readSessions(store: Store, email: string | undefined) {
  const accounts = email === undefined ? await store.read.accounts() : [await findTechnician(store, email)];
  const lists = await Promise.all(
    accounts.map(async (account) =>
      (await store.read.sessions(account.id)).map(({ id, device, createdAt, lastSeenAt }) => ({
        ...{ id, email: account.email, device, createdAt, lastSeenAt },
      })),
    ),
  );
  return lists.flat().sort((a, b) => b.lastSeenAt - a.lastSeenAt);
}

async function revoke(store: Store, id: string | undefined, options: Output & { all?: string }): Promise<void> {
  if ((id === undefined) === (options.all === undefined)) {
    throw new CliError('Name one sign-in by its id, or all of a technician with --all <email>.');
  }
  const found = (await readSessions(store, options.all)).filter((session) => id === undefined || session.id === id);
  if (id !== undefined && found.length === 0) throw new CliError(`There is no sign-in ${id}.`);
  await store.write(async (tx) => {
    for (const session of found) await tx.deleteSession(session.id as SessionId);
  });
  print(options, { revoked: found.map((session) => session.id) }, `${count(found.length, 'sign-in')} revoked.`);
}

/** `session list | revoke` */
export function addSessionCommands(program: Command): void {
  const session = program.command('session').description('Sign-ins of technicians');
  session
    .command('list')
    .argument('[email]', 'of this technician only')
    .option('--json')
    .action((email: string | undefined, options: Output) =>
      withExistingStore(async (store) =>
        printList(options, await readSessions(store, email), ({ id, email, device, lastSeenAt }) => [
          id,
          email,
          new Date(lastSeenAt).toISOString(),
          device,
        ]),
      ),
    );
  session
    .command('revoke')
    .argument('[id]')
    .option('--all <email>', 'all sign-ins of this technician')
    .option('--json')
    .action((id: string | undefined, options: Output & { all?: string }) =>
      withExistingStore((store) => revoke(store, id, options)),
    );
}
