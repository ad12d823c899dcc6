import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { z } from 'zod';
import { Obstacle } from './task.ts';

/** The sample technician and the slug of the sample portal. */
const Account = z.object({ email: z.string(), password: z.string(), slug: z.string() });
export type Account = z.infer<typeof Account>;

/** What one `npm start` leaves to the next: the relay's port, and the account with which the console signs in. */
const StartFile = z.object({ port: z.int().nullable(), account: Account.nullable() });
type StartFile = z.infer<typeof StartFile>;

export const readStartFile = (file: string): StartFile =>
  existsSync(file) ? StartFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : { port: null, account: null };

/** Only the person who started it may read it: a password is in it. */
export function writeStartFile(file: string, content: StartFile): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const defaultPort = 4180;

/** The port if it can be listened on (0: any), null if it is taken. */
const freePort = (wanted: number): Promise<number | null> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/**
 * The relay's port: the one of last time, so that the portal keeps its address; at first the default one, or a free one
 * where that is taken. null: the relay's own configuration names one.
 */
export async function choosePort(last: number | null, env: NodeJS.ProcessEnv): Promise<number | null> {
  if (env['SPORTELLO_PORT'] !== undefined || env['SPORTELLO_CONFIG'] !== undefined) return null;
  if (last === null) return (await freePort(defaultPort)) ?? (await freePort(0));
  const port = await freePort(last);
  if (port === null) {
    throw new Obstacle(`Port ${last}, the relay's last time, is taken: perhaps by another npm start on the same data.`);
  }
  return port;
}
