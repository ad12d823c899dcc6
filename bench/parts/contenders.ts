import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { CompanyId, SessionId, TechnicianId } from '../../protocol/ids.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { freePort, startContender, type Contender } from './cores.ts';
import type { Pair } from './pairs.ts';
import { askFor, openWire, type Wire } from './wire.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Folders that the contenders keep their data in; removed at the end. */
const folders: string[] = [];
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-bench-'));
  folders.push(folder);
  return folder;
}
export const removeFolders = (): void => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));

/** A floor: A without a folder, B with one. `flags` go to Node. */
export async function startFloor(folder?: string, flags: readonly string[] = []): Promise<Contender> {
  const port = await freePort();
  const program = path.join(root, 'bench/parts/floor.ts');
  return startContender(
    [...flags, program, String(port), ...(folder === undefined ? [] : [folder])],
    port,
    {},
    'listening',
  );
}

export type Seat = { token: string; slug: string };

/** Puts companies with a portal each into a relay's data, and so many technicians with a sign-in, `perCompany` to each company. */
async function seed(folder: string, technicians: number, perCompany: number): Promise<Seat[]> {
  const store = openSqliteStore(folder);
  const seats: Seat[] = [];
  await store.write(async (tx) => {
    let companyId = '' as CompanyId;
    let slug = '';
    for (let n = 0; n < technicians; n += 1) {
      if (n % perCompany === 0) {
        companyId = newId() as CompanyId;
        slug = `company-${n}`;
        await tx.putCompany({ id: companyId, name: `Company ${n}` });
        const portal = {
          title: slug,
          language: 'en',
          fields: [],
          embedOrigins: [],
          open: true,
          transcript: false,
        } as const;
        await tx.putPortal({ ...portal, fields: [], embedOrigins: [], id: newId(), companyId, slug });
      }
      const id = newId() as TechnicianId;
      const account = { name: `Technician ${n}`, email: `t${n}@bench.example`, passwordHash: '' };
      await tx.putAccount({ ...account, id, role: 'technician', available: true, allCompanies: false });
      await tx.setAccess(id, [companyId]);
      const token = randomBytes(32).toString('base64url');
      const tokenHash = createHash('sha256').update(token).digest('base64url');
      const session = { device: 'bench', createdAt: Date.now(), lastSeenAt: Date.now() };
      await tx.putSession({ ...session, id: newId() as SessionId, technicianId: id, tokenHash });
      seats.push({ token, slug });
    }
  });
  store.close();
  return seats;
}

/** The relay itself, as it is started in earnest, but for limits that one address would run into. `fill` puts more into its data, `flags` go to Node. */
export async function startRelay(
  technicians: number,
  perCompany: number,
  fill: (folder: string) => Promise<void> = async () => {},
  flags: readonly string[] = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [],
): Promise<Contender & { seats: Seat[] }> {
  const folder = newFolder();
  const seats = await seed(folder, technicians, perCompany);
  await fill(folder);
  const port = await freePort();
  const env = {
    SPORTELLO_DATA: folder,
    SPORTELLO_PORT: String(port),
    SPORTELLO_SUBMITS_PER_MINUTE: '1000000000',
    SPORTELLO_PORTAL_SUBMITS_PER_MINUTE: '1000000000',
    SPORTELLO_COMMANDS_PER_MINUTE: '1000000000',
  };
  const relay = await startContender([...flags, path.join(root, 'server/main.ts')], port, env, '"listening"');
  return { ...relay, seats };
}

export const say = (id: string, name: string, input: object): string => JSON.stringify({ id, name, input });
/** Gives a command, which has to succeed. */
export const command = <T>(wire: Wire, name: string, input: object): Promise<T> =>
  askFor<T>(wire, 'command', { id: newId(), name, input });

/** A console that has caught up: from now on the relay pushes. */
export async function openConsole(port: number, token: string): Promise<Wire> {
  const wire = await openWire(port, namespaces.console, { protocol: protocolNumber, token });
  for (let after = 0, more = true; more;) {
    const page = await askFor<{ to: number; more: boolean }>(wire, 'query', { name: 'stream.read', input: { after } });
    ({ to: after, more } = page);
  }
  return wire;
}

export const openForm = (port: number): Promise<Wire> =>
  openWire(port, namespaces.portal, { protocol: protocolNumber, request: null });

export const submission = (slug: string) => ({
  ...{ slug, name: 'Carla Verdi', email: 'carla@bench.example', problem: 'The printer is on fire.', fields: {} },
  ...{ language: 'it', page: '', website: '' },
});

/** A customer's page with a request of its own, just submitted. */
async function openOwnPage(port: number, slug: string): Promise<{ page: Wire; id: number }> {
  const form = await openForm(port);
  const { id, secret } = await command<{ id: number; secret: string }>(form, 'request.submit', submission(slug));
  form.close();
  const request = { id, secret, after: null };
  return { page: await openWire(port, namespaces.portal, { protocol: protocolNumber, request }), id };
}
/** The page alone. */
export const openPageOf = async (port: number, slug: string): Promise<Wire> => (await openOwnPage(port, slug)).page;

/** A conversation under way: a request submitted by a page, assigned and joined by a console. */
export async function openRelayPair(port: number, { token, slug }: Seat): Promise<Pair> {
  const { page, id } = await openOwnPage(port, slug);
  const console = await openConsole(port, token);
  await command(console, 'request.assign', { id });
  await command(console, 'chat.join', { id });
  return {
    customer: { wire: page, frame: (command, text) => say(command, 'chat.send', { text }) },
    technician: { wire: console, frame: (command, text) => say(command, 'chat.send', { id, text }) },
  };
}

/** The same two ends at a floor: whatever one says goes to the other. */
export async function openFloorPair(port: number, n: number): Promise<Pair> {
  const end = async () => {
    const wire = await openWire(port, '/', { room: `pair ${n}` });
    return { wire, frame: (id: string, text: string) => say(id, 'chat.send', { id: 1_000 + n, text }) };
  };
  return { customer: await end(), technician: await end() };
}
