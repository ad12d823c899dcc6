import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import type { CompanyId, SessionId, TechnicianId } from '../../protocol/ids.ts';
import type { PortalInput } from '../../protocol/commands.ts';
import type { Role } from '../../protocol/technicians.ts';
import type { PortalField } from '../../protocol/model.ts';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { startRelay } from '../main.ts';
import type { Store } from '../store/store.ts';
import { openConsole, type ConsoleClient } from './console-client.ts';
import { openPage, submission, type OwnRequest, type PageClient } from './page-client.ts';

export type TestTechnician = { id: TechnicianId; name: string; token: string; sessionId: SessionId };
export type TestRelay = Awaited<ReturnType<typeof openTestRelay>>;

/** What browsers call themselves. */
const userAgents = {
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
} as const;
export type TestDevice = keyof typeof userAgents;

/** A clock that goes on by itself and can be put forward. */
function createClock() {
  let ahead = 0;
  return {
    now: (): number => Date.now() + ahead,
    pass: (milliseconds: number): void => {
      ahead += milliseconds;
    },
  };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Companies with a portal each and technicians who are signed in, without the work of hashing passwords. */
export function createSeeds(store: Store, clock: () => number) {
  let count = 0;
  const signIn = async (
    technicianId: TechnicianId,
    device = 'test',
  ): Promise<{ token: string; sessionId: SessionId }> => {
    const token = randomBytes(32).toString('base64url');
    const sessionId = newId() as SessionId;
    const session = { id: sessionId, technicianId, tokenHash: hashOf(token), device };
    await store.write((tx) => tx.putSession({ ...session, createdAt: clock(), lastSeenAt: clock() }));
    return { token, sessionId };
  };
  return {
    signIn,
    company: async (name: string, fields: PortalField[] = []): Promise<{ id: CompanyId; slug: string }> => {
      const id = newId() as CompanyId;
      count += 1;
      const slug = `portal-${count}`;
      await store.write(async (tx) => {
        await tx.putCompany({ id, name });
        const portal = { id: newId(), companyId: id, slug, title: name, language: 'en', transcript: false } as const;
        await tx.putPortal({ ...portal, fields, embedOrigins: [], open: true });
      });
      return { id, slug };
    },
    /** `companies` null: access to all. */
    technician: async (
      name: string,
      {
        companies = null,
        role = 'technician',
        available = true,
      }: Partial<{
        companies: readonly CompanyId[] | null;
        role: Role;
        available: boolean;
      }> = {},
    ): Promise<TestTechnician> => {
      const id = newId() as TechnicianId;
      await store.write(async (tx) => {
        const account = { id, name, email: `${id}@sportello.example`, role, passwordHash: '', available };
        await tx.putAccount({ ...account, allCompanies: companies === null });
        if (companies !== null) await tx.setAccess(id, companies);
      });
      return { id, name, ...(await signIn(id)) };
    },
  };
}

/** A real relay in this process, listening on loopback, on a folder of its own (or on `data`), with a clock that can be put forward. */
export async function openTestRelay(settings: Partial<Config> = {}) {
  const folder = settings.data ?? mkdtempSync(path.join(tmpdir(), 'sportello-relay-'));
  const clock = createClock();
  const unlimited = { submitsPerMinute: 1e9, portalSubmitsPerMinute: 1e9, commandsPerMinute: 1e9 };
  const config = { ...readConfig({}), ...unlimited, logLevel: 'debug', data: folder, port: 0, ...settings } as const;
  const logFile = path.join(folder, 'relay.log');
  const running = await startRelay(config, createLog(config, logFile), { clock: clock.now, sweepEveryMs: 20 });
  const { url, store, accounts, app } = running;
  const open: { close: () => void }[] = [];
  const kept = <T extends { close: () => void }>(client: T): T => {
    open.push(client);
    return client;
  };
  const forms = new Map<TestDevice, Promise<PageClient>>();
  let isRunning = true;
  const stop = async (): Promise<void> => {
    if (isRunning) await running.stop();
    isRunning = false;
  };

  return {
    url,
    folder,
    clock,
    store,
    accounts,
    ...createSeeds(store, clock.now),
    console: async ({ token, there }: { token: string; there?: boolean }): Promise<ConsoleClient> =>
      kept(await openConsole(url, token, there)),
    page: async (request: OwnRequest | null, options?: Parameters<typeof openPage>[2]): Promise<PageClient> =>
      kept(await openPage(url, request, options)),
    /** Submits a request by a form, in a browser of the device, that stays open. */
    submit: async (
      slug: string,
      part?: Partial<PortalInput<'request.submit'>>,
      device: TestDevice = 'windows',
    ): Promise<OwnRequest> => {
      const form =
        forms.get(device) ?? openPage(url, null, { headers: { 'user-agent': userAgents[device] } }).then(kept);
      forms.set(device, form);
      const answer = await (await form).command('request.submit', submission(slug, part));
      if (!answer.ok) throw new Error(`request.submit: ${answer.code}`);
      return answer.value;
    },
    /** Paths of all HTTP routes, out of the tree that Fastify prints. */
    routes: (): string[] => {
      const above: string[] = [];
      return app
        .printRoutes({ commonPrefix: false })
        .split('\n')
        .flatMap((line) => {
          const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S+)( \()?/.exec(line) ?? [];
          if (part === '') return [];
          above.length = indent.length / 4;
          above.push(part);
          return methods === undefined ? [] : [above.join('')];
        });
    },
    /** What it logged so far. */
    log: (): string => readFileSync(logFile, 'utf8'),
    stop,
    dispose: async (): Promise<void> => {
      for (const client of open) client.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
