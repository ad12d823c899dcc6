import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'plist';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProfileKind, type ProfileId } from '../protocol/profiles.ts';
import type { CompanyId } from '../protocol/ids.ts';
import { makeCertificates } from './notify/testing/certificates.ts';
import { openSigner } from './profiles/profiles.ts';
import { addProfile, profileLinks } from './profiles/testing/add-profile.ts';
import { secrets } from './profiles/testing/samples.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import type { OwnRequest, PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestDevice, type TestRelay } from './testing/relay.ts';
import { until } from './testing/until.ts';

const hour = 3_600_000;
const everySecret = Object.values(secrets);

describe('a configuration profile', { timeout: 60_000 }, () => {
  let relay: TestRelay;
  let acme: { id: CompanyId; slug: string };
  let zenith: { id: CompanyId; slug: string };
  let anna: ConsoleClient;
  let wifi: ProfileId;

  beforeEach(async () => {
    relay = await openTestRelay();
    acme = await relay.company('Acme Srl');
    zenith = await relay.company('Zenith Spa');
    anna = await relay.console(await relay.technician('Anna Bianchi', { companies: [acme.id] }));
    await anna.follow();
    wifi = await addProfile(relay, 'wifi', { companies: [acme.id] });
  });
  afterEach(() => relay.dispose());

  async function take(device: TestDevice, part: object = {}): Promise<OwnRequest> {
    const own = await relay.submit(acme.slug, part, device);
    expect(await anna.command('request.assign', { id: own.id })).toMatchObject({ ok: true });
    return own;
  }
  const deliver = (id: OwnRequest['id'], profileId: ProfileId) => anna.command('profile.deliver', { id, profileId });
  /** Delivers it, and gives the way to it that the customer's page shows. */
  async function delivered(own: OwnRequest, profile: ProfileId): Promise<{ page: PageClient; link: string }> {
    const page = await relay.page(own);
    expect(await deliver(own.id, profile)).toMatchObject({ ok: true });
    await until(() => expect(profileLinks(page)).toHaveLength(1));
    return { page, link: profileLinks(page)[0] ?? '' };
  }
  const get = (link: string, init: RequestInit = {}): Promise<Response> => fetch(relay.url + link, init);
  const eventsOf = async ({ id }: OwnRequest): Promise<string[]> =>
    (await relay.store.read.messages(id, 0, 100)).flatMap(({ body }) =>
      body.kind === 'event' && body.event.type.startsWith('profile-') ? [body.event.type] : [],
    );

  it('is offered by name and kind for the customer’s company and device, and with nothing that is in it', async () => {
    await addProfile(relay, 'mail', { companies: [zenith.id] });
    await addProfile(relay, 'vpn', { definition: { suits: ['ios'], description: 'From home' } });
    const gone = await addProfile(relay, 'exchange');
    await relay.store.write((tx) => tx.removeProfile(gone, 1));
    const list = async (device: TestDevice) => {
      const answer = await anna.query('profile.list', { id: (await take(device)).id });
      return answer.ok ? answer.value : [];
    };
    expect(await list('iphone')).toEqual([
      { id: expect.any(String), name: 'Company VPN', kind: 'vpn', description: 'From home' },
      { id: wifi, name: 'Office Wi-Fi', kind: 'wifi', description: '' },
    ]);
    expect((await list('android')).map(({ name }) => name)).toEqual(['Office Wi-Fi']);
    expect(await list('windows')).toEqual([]);
  });

  it('is delivered by its technician alone, to a device that takes it', async () => {
    const mine = await take('iphone');
    const refusal = async (id: OwnRequest['id'], profileId: ProfileId): Promise<string> => {
      const answer = await deliver(id, profileId);
      return answer.ok ? 'ok' : answer.code;
    };
    expect(await refusal((await take('windows')).id, wifi)).toBe('system-takes-no-profiles');
    expect(await refusal((await relay.submit(acme.slug, {}, 'iphone')).id, wifi)).toBe('not-assigned-to-you');
    expect(await refusal((await relay.submit(zenith.slug, {}, 'iphone')).id, wifi)).toBe('not-found');
    const theirs = await addProfile(relay, 'mail', { companies: [zenith.id] });
    const none = '01900000-0000-7000-8000-000000000000' as ProfileId;
    expect([await refusal(mine.id, theirs), await refusal(mine.id, none)]).toEqual([
      'profile-not-listed',
      'profile-not-listed',
    ]);
    const forAndroid = await addProfile(relay, 'vpn', { definition: { suits: ['android'] } });
    expect(await refusal(mine.id, forAndroid)).toBe('profile-not-for-system');
    expect(await eventsOf(mine)).toEqual([]);
    expect(await refusal(mine.id, wifi)).toBe('ok');
    await anna.command('request.close', { id: mine.id });
    expect(await refusal(mine.id, wifi)).toBe('request-closed');
  });

  it('comes to an iPhone as Apple’s profile, and its download stands in the log once', async () => {
    const own = await take('iphone');
    const { page, link } = await delivered(own, wifi);
    // What only looks whether there is something does not have it.
    expect((await get(link, { method: 'HEAD' })).status).toBe(404);
    expect(await eventsOf(own)).toEqual(['profile-delivered']);
    const [response] = await Promise.all([get(link), get(link), get(link)]);
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'application/x-apple-aspen-config',
      'content-disposition': `attachment; filename="Office Wi-Fi.mobileconfig"; filename*=UTF-8''Office%20Wi-Fi.mobileconfig`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(parse(await response.text())).toMatchObject({
      PayloadOrganization: 'Acme Srl',
      PayloadContent: [{ PayloadType: 'com.apple.wifi.managed', Password: secrets.wifi }],
    });
    expect(await eventsOf(own)).toEqual(['profile-delivered', 'profile-downloaded']);
    await until(() =>
      expect(page.lines().flatMap(({ body }) => (body.kind === 'event' ? [body.event] : []))).toEqual([
        'profile-delivered',
        'profile-downloaded',
      ]),
    );
    page.close();
    // The page that is opened again has the line, and the same way.
    const again = await relay.page(own);
    await until(() => expect(profileLinks(again)).toEqual([link]));
    again.close();
  });

  it.each(ProfileKind.options)('comes to an Android device as a page in the customer’s language: %s', async (kind) => {
    const profile = kind === 'wifi' ? wifi : await addProfile(relay, kind);
    const own = await take('android');
    const { page, link } = await delivered(own, profile);
    const response = await get(link);
    const markup = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(markup).toContain('<html lang="it">');
    expect(markup).toContain('Che cosa fare');
    expect(markup).not.toMatch(/<script|\son\w+=|style="/);
    const ownSecrets = { wifi: [secrets.wifi], mail: [secrets.mail], exchange: [secrets.exchange] } as const;
    const expected =
      kind === 'vpn' ? [secrets.vpnShared, secrets.vpnPassword] : (ownSecrets[kind as keyof typeof ownSecrets] ?? []);
    for (const secret of expected) expect(markup).toContain(secret);
    const file = await get(`${link}/file`);
    if (kind === 'certificate') {
      expect(Object.fromEntries(file.headers)).toMatchObject({
        'content-type': 'application/x-x509-ca-cert',
        'content-disposition': expect.stringContaining('Authority.crt'),
      });
      expect(Buffer.from(await file.arrayBuffer())[0]).toBe(0x30);
    } else expect(file.status).toBe(404);
    expect(await eventsOf(own)).toEqual(['profile-delivered', 'profile-downloaded']);
    page.close();
  });

  it('is text on that page, whatever is in it', async () => {
    const evil = '<img src=x onerror=alert(1)>"&\'';
    const settings = { kind: 'exchange', host: 'h', username: evil, password: evil, domain: evil };
    const profile = await addProfile(relay, 'exchange', {
      definition: { name: evil, description: evil, organization: evil, settings },
    });
    const own = await take('android', { name: evil });
    const { page, link } = await delivered(own, profile);
    const markup = await (await get(link)).text();
    expect(markup).not.toContain('<img');
    expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt;');
    page.close();
  });

  it('is gone for its link after a day, or at once where it was taken off the list', async () => {
    const own = await take('iphone');
    const { page, link } = await delivered(own, wifi);
    relay.clock.pass(24 * hour - 60_000);
    expect((await get(link)).status).toBe(200);
    relay.clock.pass(60_000);
    const expired = await get(link);
    expect(expired.status).toBe(410);
    const text = await expired.text();
    expect(text).toContain('Questo link è scaduto');
    expect(text).not.toContain(secrets.wifi);
    page.close();

    const other = await addProfile(relay, 'vpn');
    const second = await take('android', { language: 'en' });
    const { page: secondPage, link: dead } = await delivered(second, other);
    await relay.store.write((tx) => tx.removeProfile(other, 1));
    const revoked = await get(dead);
    expect([revoked.status, await revoked.text()]).toEqual([410, expect.stringContaining('no longer available')]);
    expect(await eventsOf(second)).toEqual(['profile-delivered']);
    secondPage.close();
  });

  it('works on after the request was closed, and after it was opened again', async () => {
    const own = await take('iphone');
    const { page, link } = await delivered(own, wifi);
    await anna.command('request.close', { id: own.id });
    expect((await get(link)).status).toBe(200);
    await anna.command('request.reopen', { id: own.id });
    await until(() => expect(page.view()?.continuedAs).not.toBeNull());
    const next = await relay.page(page.view()?.continuedAs as OwnRequest);
    await until(() => expect(profileLinks(next)).toEqual([link]));
    for (const one of [page, next]) one.close();
  });

  it('keeps its secrets to the delivery: not on disk, in the log, in an export, or at a console', async () => {
    const own = await take('iphone');
    for (const kind of ProfileKind.options) {
      if (kind !== 'wifi') await addProfile(relay, kind);
    }
    for (const profile of await relay.store.read.profiles()) {
      await deliver(own.id, profile.id);
      await anna.query('profile.list', { id: own.id });
    }
    const page = await relay.page(own);
    await until(() => expect(profileLinks(page)).toHaveLength(ProfileKind.options.length));
    for (const link of profileLinks(page)) expect((await get(link)).status).toBe(200);
    await anna.settled();
    const places: Record<string, string> = {
      export: JSON.stringify([...relay.store.everything()]),
      console: JSON.stringify(anna.said),
      page: JSON.stringify(page.updates),
    };
    page.close();
    await relay.stop();
    for (const file of readdirSync(relay.folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) places[file.name] = readFileSync(path.join(file.parentPath, file.name), 'latin1');
    }
    expect(Object.keys(places)).toEqual(expect.arrayContaining(['relay.db', 'relay.log']));
    // The names of the profiles are there, so that a search of nothing could not pass.
    expect(places['relay.db']).toContain('Office Wi-Fi');
    expect(places['export']).toContain('Office Wi-Fi');
    for (const [place, text] of Object.entries(places)) {
      for (const secret of everySecret) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
    }
    for (const place of ['relay.log', 'export', 'console']) expect(places[place]).not.toMatch(/\/profile\/[\w-]{36}\//);
  });
});

describe('a relay with a certificate for profiles', { timeout: 60_000 }, () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(path.join(tmpdir(), 'sportello-signed-'));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(path.join(work, name), content);
    return path.join(work, name);
  };

  it('signs what it sends to iPhones', async () => {
    const { authority, certificates } = makeCertificates('acme.example');
    const relay = await openTestRelay({
      profileCertificate: file('own.pem', certificates[0]?.cert ?? ''),
      profileKey: file('own.key', certificates[0]?.key ?? ''),
    });
    try {
      const company = await relay.company('Acme Srl');
      const console = await relay.console(await relay.technician('Anna'));
      const own = await relay.submit(company.slug, {}, 'iphone');
      await console.command('request.assign', { id: own.id });
      const page = await relay.page(own);
      await console.command('profile.deliver', { id: own.id, profileId: await addProfile(relay, 'wifi') });
      await until(() => expect(profileLinks(page)).toHaveLength(1));
      const response = await fetch(relay.url + profileLinks(page)[0]);
      expect(response.headers.get('content-type')).toBe('application/x-apple-aspen-config');
      const signed = file('signed', Buffer.from(await response.arrayBuffer()));
      const ca = ['-CAfile', file('ca.pem', authority), '-purpose', 'any'];
      const xml = execFileSync('openssl', ['cms', '-verify', '-inform', 'DER', '-in', signed, ...ca], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(parse(xml)).toMatchObject({ PayloadDisplayName: 'Office Wi-Fi' });
    } finally {
      await relay.dispose();
    }
  });

  it('does not start with files that are not right, and says so', async () => {
    const { certificates } = makeCertificates('a.example', 'b.example');
    const start = (profileCertificate: string, profileKey: string) => openSigner({ profileCertificate, profileKey });
    const cert = file('a.pem', certificates[0]?.cert ?? '');
    await expect(start(cert, path.join(work, 'nowhere'))).rejects.toThrow(/profileCertificate, profileKey: ENOENT/);
    await expect(start(cert, file('b.key', certificates[1]?.key ?? ''))).rejects.toThrow(/not that of the first/);
  });
});
