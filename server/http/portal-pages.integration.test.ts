import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompanyId } from '../../protocol/ids.ts';
import { createAccounts } from '../accounts/accounts.ts';
import { createMetrics } from '../metrics.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { createHttpApp } from './app.ts';

// What the relay serves to customers' browsers, from a folder that stands for the built page.

let folder: string;
let app: ReturnType<typeof createHttpApp>;
let close: () => void;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-pages-'));
  mkdirSync(path.join(folder, 'portal/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'portal/index.html'), '<title>page</title>');
  writeFileSync(path.join(folder, 'portal/embed.js'), 'void 0;');
  writeFileSync(path.join(folder, 'portal/assets/index-1.js'), 'void 1;');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  mkdirSync(path.join(folder, 'data'));
  const store = openSqliteStore(path.join(folder, 'data'));
  const companyId = newId() as CompanyId;
  const portal = { companyId, title: 'Acme help', language: 'it', fields: [] } as const;
  await store.write(async (tx) => {
    await tx.putCompany({ id: companyId, name: 'Acme Srl' });
    const embedOrigins = ['https://www.acme.example', 'http://localhost:3000'];
    await tx.putPortal({
      ...portal,
      id: newId(),
      slug: 'acme',
      fields: [],
      embedOrigins,
      open: true,
      transcript: false,
    });
    await tx.putPortal({
      ...portal,
      id: newId(),
      slug: 'shut',
      fields: [],
      embedOrigins: [],
      open: false,
      transcript: false,
    });
  });
  app = createHttpApp({
    store,
    accounts: createAccounts({ store, clock: Date.now, newId, sessionDays: 1 }),
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    answersByMail: false,
    isAnybodyAvailable: async () => false,
    isReady: () => true,
    addressOf: ({ ip }) => ip,
    portalFolder: path.join(folder, 'portal'),
  });
  close = () => store.close();
});
afterAll(async () => {
  await app.close();
  close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const policyOf = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]),
  );

describe("a portal's page", () => {
  it.each(['/p/acme', '/p/acme/'])('is served at %s under a policy without inline code', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect([statusCode, body]).toEqual([200, '<title>page</title>']);
    expect(headers['content-type']).toMatch('text/html');
    expect(policyOf(headers)).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'" });
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('stands in frames of its own company’s sites alone', async () => {
    const ancestors = async (slug: string) => policyOf((await get(`/p/${slug}`)).headers)['frame-ancestors'];
    expect(await ancestors('acme')).toBe("'self' https://www.acme.example http://localhost:3000");
    expect(await ancestors('shut')).toBe("'self'");
    expect(await ancestors('nowhere')).toBe("'self'");
  });

  it('says politely, by itself, that it is not there', async () => {
    const { statusCode, body } = await get('/p/nowhere');
    expect([statusCode, body]).toEqual([404, '<title>page</title>']);
  });

  it('comes with its files, which never change under their name', async () => {
    const { statusCode, headers } = await get('/assets/index-1.js');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/assets/../../secret.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/'])(
    'does not come with %s',
    async (url) => {
      const { statusCode, body } = await get(url);
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(body).not.toBe('secret');
    },
  );
});

describe('the script that embeds a portal', () => {
  it('may be loaded by any site, whose visitors then need the policy of the page', async () => {
    const { statusCode, headers } = await get('/embed.js', { origin: 'https://www.acme.example' });
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toMatch('javascript');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['cache-control']).toBe('no-cache');
  });
});

describe('what the form asks before it is shown', () => {
  it('is how the portal stands, and nothing that is the team’s own', async () => {
    const { headers, body } = await get('/api/portals/acme');
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body)).toEqual({
      ok: true,
      value: {
        slug: 'acme',
        companyName: 'Acme Srl',
        title: 'Acme help',
        language: 'it',
        fields: [],
        open: true,
        anybodyAvailable: false,
        answersByMail: false,
        notices: [],
      },
    });
  });

  it('says that a portal is closed', async () =>
    expect(JSON.parse((await get('/api/portals/shut')).body)).toMatchObject({ value: { open: false } }));

  it('says in the visitor’s language that there is no such portal', async () => {
    const { statusCode, body } = await get('/api/portals/nowhere', { 'accept-language': 'it-IT,it;q=0.9' });
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({
      ok: false,
      code: 'not-found',
      message: expect.stringContaining('esiste'),
    });
  });
});
