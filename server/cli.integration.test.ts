import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExpertClient } from '../protocol/expert-client.ts';
import { Activity, Company, Message, Notice, ReadCursor, SavedReply, SupportRequest } from '../protocol/model.ts';
import { ScreenShare } from '../protocol/screen-share.ts';
import { createSender } from './files/testing/sender.ts';
import { openConsole, type ConsoleClient } from './testing/console-client.ts';
import { openPage, submission, submit } from './testing/page-client.ts';
import { createRelayProcess, type Ran, type RelayProcess } from './testing/relay-process.ts';
import { until } from './testing/until.ts';

describe('the cli', { timeout: 180_000 }, () => {
  let relay: RelayProcess;
  let work: string;

  beforeEach(async () => {
    relay = await createRelayProcess();
    work = mkdtempSync(path.join(tmpdir(), 'sportello-cli-'));
  });
  afterEach(async () => {
    await relay.dispose();
    rmSync(work, { recursive: true, force: true });
  });

  const cli = (...words: string[]): Promise<Ran> => relay.cli(words);
  const json = async <T>(...words: string[]): Promise<T> => {
    const { code, out, err } = await relay.cli([...words, '--json']);
    expect(err).toBe('');
    expect(code).toBe(0);
    return JSON.parse(out) as T;
  };
  const refused = (sentence: RegExp, code = 1) => ({ code, out: '', err: expect.stringMatching(sentence) as string });
  const tokenOf = async (email: string, password: string): Promise<string> => {
    const response = await fetch(`${relay.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, device: 'test' }),
    });
    return ((await response.json()) as { value: { token: string } }).value.token;
  };

  it('makes the first admin, companies and portals, and says what is there', async () => {
    const admin = await json<{ password: string }>(
      'technician',
      'add',
      'a@x.example',
      '--name',
      'Anna',
      '--role',
      'admin',
    );
    expect(admin.password).toMatch(/^[\w-]{16}$/);
    await json('company', 'add', 'Acme, Inc.');
    await json('company', 'rename', 'Acme, Inc.', 'Acme Srl');
    const fields = [{ key: 'room', label: 'Room', kind: 'choice', required: true, options: ['A', 'B'] }];
    writeFileSync(path.join(work, 'fields.json'), JSON.stringify(fields));
    await json('portal', 'add', 'acme', '--company', 'Acme Srl', '--embed', 'https://www.acme.example/help');
    await json('portal', 'change', 'acme', '--fields', path.join(work, 'fields.json'), '--title', 'Help');
    await json('portal', 'close', 'acme');
    expect(await json('portal', 'list')).toMatchObject([
      { slug: 'acme', title: 'Help', fields, embedOrigins: ['https://www.acme.example'], open: false },
    ]);
    await json('technician', 'add', 'b@x.example', '--name', 'Bruno', '--companies', 'Acme Srl');
    await json('technician', 'role', 'b@x.example', 'admin');
    expect(await json('technician', 'list')).toMatchObject([
      { email: 'a@x.example', role: 'admin', companies: 'all' },
      { email: 'b@x.example', role: 'admin', companies: ['Acme Srl'] },
    ]);
    expect((await cli('company', 'list')).out).toMatch(/^[\w-]{36}  Acme Srl\n$/);
  });

  it('takes a password from standard input, and refuses a short one', async () => {
    const add = ['technician', 'add', 'a@x.example', '--name', 'Anna', '--password-stdin'];
    expect(await relay.cli(add, 'short\n')).toMatchObject(refused(/needs 10 characters/));
    expect(await relay.cli(add)).toMatchObject(refused(/No password came/));
    const { code, out } = await relay.cli(add, 'correct horse battery\n');
    expect([code, out]).toEqual([0, 'Technician a@x.example is there.\n']);
    await relay.start();
    expect(await tokenOf('a@x.example', 'correct horse battery')).toMatch(/^[\w-]{43}$/);
  });

  it('says in words what is wrong, and ends with 1, or with 2 for what is no command', async () => {
    expect(await cli('company', 'list')).toMatchObject(refused(/There is no relay's data in/));
    await json('sample');
    for (const [words, sentence] of [
      [['sample'], /technicians already/],
      [['company', 'add', 'Acme Srl'], /There is a company “Acme Srl” already/],
      [['company', 'add', ' '], /1 to 200 characters/],
      [['portal', 'add', 'x', '--company', 'Nobody'], /no company “Nobody”/],
      [['portal', 'add', 'acme', '--company', 'Acme Srl'], /slug “acme” is taken/],
      [['portal', 'add', 'A b', '--company', 'Acme Srl'], /A slug has small letters/],
      [['portal', 'change', 'acme', '--embed', 'javascript:1'], /is no web address/],
      [['portal', 'change', 'acme', '--fields', '[{"key":"A"}]'], /fields are not right/],
      [['portal', 'change', 'acme', '--fields', '/nowhere.json'], /can’t be read as JSON/],
      [['portal', 'open', 'nowhere'], /no portal “nowhere”/],
      [['technician', 'add', 'no address', '--name', 'X'], /is no e-mail address/],
      [['technician', 'add', 'ANNA.bianchi@sportello.example', '--name', 'X'], /already/],
      [['technician', 'access', 'nobody@x.example', 'all'], /no technician with the address/],
      [['technician', 'role', 'anna.bianchi@sportello.example', 'king'], /technician or admin/],
      [['session', 'revoke', 'nothing'], /There is no sign-in nothing/],
      [['session', 'revoke'], /Name one sign-in/],
      [['backup', path.join(relay.folder, 'relay.db')], /is there already/],
      [['backup', '/nowhere/at/all.db'], /There is no folder/],
      [['export', relay.folder], /is not empty/],
    ] as const) {
      expect(await relay.cli(words), words.join(' ')).toMatchObject(refused(sentence));
    }
    expect(await cli('nonsense')).toMatchObject(refused(/unknown command/, 2));
    expect(await cli('portal', 'add', 'x')).toMatchObject(refused(/required option/, 2));
  });

  it('puts profiles on the list from a file or standard input, and shows them with their secrets covered', async () => {
    await json('company', 'add', 'Acme Srl');
    const settings = { kind: 'wifi', ssid: 'Office', password: 'hush-wifi-password' };
    const file = path.join(work, 'wifi.json');
    writeFileSync(file, JSON.stringify({ name: 'Office Wi-Fi', suits: ['ios'], settings }));
    await json('profile', 'add', file, '--companies', 'Acme Srl');
    const mail = {
      kind: 'mail',
      incoming: { host: 'in.example' },
      outgoing: { host: 'out.example' },
      password: 'hush',
    };
    const added = await relay.cli(['profile', 'add', '-'], JSON.stringify({ name: 'Mail', settings: mail }));
    expect(added).toMatchObject({ code: 0, out: 'Profile “Mail” is on the list.\n' });
    expect((await cli('profile', 'list')).out).toMatch(
      /^[\w-]{36}  Mail          mail  ios android  all companies\n[\w-]{36}  Office Wi-Fi  wifi  ios          Acme Srl\n$/,
    );
    const shown = await cli('profile', 'show', 'Office Wi-Fi');
    expect(JSON.parse(shown.out)).toMatchObject({
      name: 'Office Wi-Fi',
      companies: 'Acme Srl',
      settings: { ...settings, password: '••••••••', security: 'wpa' },
    });
    const said =
      shown.out + (await cli('profile', 'show', 'Mail', '--json')).out + JSON.stringify(await json('profile', 'list'));
    expect(said).not.toContain('hush');

    // What is wrong is said by its place, and never with a secret.
    const broken = path.join(work, 'broken.json');
    const faults = [
      ['{"password": "hush"', /is not JSON/],
      [{ name: 'X', settings: { ...settings, password: 'hush' } }, /8 to 63 letters[^]*settings\.password/],
      [{ name: 'X', settings: { ...settings, pasword: 'hush' } }, /Unrecognized key[^]*settings/],
      [{ name: 'X', settings: { kind: 'printer' } }, /settings\.kind/],
      [{ name: 'X', settings: { kind: 'vpn', server: 'v' } }, /IKEv2 needs a shared secret or/],
      [{ name: 'X\nY', settings }, /one line of text[^]*name/],
      [{ name: 'X', settings: { kind: 'web-clip', label: 'X', url: 'javascript:alert(1)' } }, /https:\/\//],
      [
        {
          name: 'X',
          settings: { kind: 'certificate', data: '-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----' },
        },
        /no certificate/,
      ],
      [{ name: 'Mail', settings: mail }, /There is a profile “Mail” already/],
    ] as const;
    for (const [given, sentence] of faults) {
      writeFileSync(broken, typeof given === 'string' ? given : JSON.stringify(given));
      const ran = await cli('profile', 'add', broken);
      expect(ran, JSON.stringify(given)).toMatchObject(refused(sentence));
      expect(ran.err).not.toContain('hush"');
    }
    expect(await cli('profile', 'add', path.join(work, 'nowhere.json'))).toMatchObject(refused(/can’t be read/));
    expect(await cli('profile', 'add', file, '--companies', 'Nobody')).toMatchObject(refused(/no company “Nobody”/));
    expect(await cli('profile', 'show', 'X')).toMatchObject(refused(/There is no profile “X”/));

    await json('profile', 'remove', 'Mail');
    expect(await json('profile', 'list')).toMatchObject([{ name: 'Office Wi-Fi' }]);
    expect(await cli('profile', 'remove', 'Mail')).toMatchObject(refused(/There is no profile “Mail”/));
  });

  it('lists sign-ins and ends them, also while the relay runs', async () => {
    const { email, password } = await json<{ email: string; password: string }>('sample');
    await relay.start();
    const console = await openConsole(relay.url, await tokenOf(email, password));
    const sessions = await json<{ id: string; email: string }[]>('session', 'list', email);
    expect(sessions).toMatchObject([{ email, device: 'test' }]);
    const signedOut = new Promise((resolve) => console.socket.once('signed-out', resolve));
    expect(await json('session', 'revoke', sessions[0]!.id)).toEqual({ revoked: [sessions[0]!.id] });
    await signedOut;
    expect(await json('session', 'list')).toEqual([]);
  });

  it('gives and takes access while the relay runs, at once on consoles that are connected and on those that return', async () => {
    const { email, password, slug } = await json<{ email: string; password: string; slug: string }>('sample');
    await json('company', 'add', 'Zenith Spa');
    await json('portal', 'add', 'zenith', '--company', 'Zenith Spa');
    await relay.start();
    const open = async (): Promise<ConsoleClient> => {
      const console = await openConsole(relay.url, await tokenOf(email, password));
      await console.follow();
      return console;
    };
    const [connected, returning] = [await open(), await open()];
    const kept = await submit(relay.url, slug);
    const { id } = await submit(relay.url, 'zenith');
    const holds = (console: ConsoleClient): boolean[] =>
      [kept.id, id].map((one) => console.replica.request(one) !== null);
    await until(() =>
      expect([connected, returning].map(holds)).toEqual([
        [true, true],
        [true, true],
      ]),
    );
    returning.cut();
    await json('technician', 'access', email, 'Acme Srl');
    await until(() => expect(holds(connected)).toEqual([true, false]));
    await returning.resume();
    expect(holds(returning)).toEqual([true, false]);
    const meanwhile = await submit(relay.url, 'zenith');
    // What may be seen comes after what may not.
    const later = await submit(relay.url, slug);
    await until(() =>
      expect([connected, returning].map((console) => console.replica.request(later.id)?.id)).toEqual([
        later.id,
        later.id,
      ]),
    );
    const said = JSON.stringify([connected.said, returning.said]);
    expect(said).not.toContain(`"id":${meanwhile.id}`);
    returning.cut();
    await json('technician', 'access', email, 'all');
    await until(() => expect(connected.replica.request(meanwhile.id)).not.toBeNull());
    await returning.resume();
    expect([connected, returning].map(holds)).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(returning.replica.request(meanwhile.id)).not.toBeNull();
    for (const console of [connected, returning]) console.close();
  });

  it('reports who shared a screen with whom, when, and how it ended, in a table where no name becomes a formula', async () => {
    const { email, password, slug } = await json<{ email: string; password: string; slug: string }>('sample');
    await relay.start();
    const console = await openConsole(relay.url, await tokenOf(email, password));
    // A system that can share its screen.
    const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36' };
    const customer = '=SUM(A1) "Ada"';
    const form = await openPage(relay.url, null, { headers });
    const submitted = await form.command('request.submit', submission(slug, { name: customer }));
    if (!submitted.ok) throw new Error(submitted.code);
    const page = await openPage(relay.url, submitted.value, { headers });
    const { id } = submitted.value;
    for (const name of ['request.assign', 'chat.join'] as const) {
      expect(await console.command(name, { id })).toMatchObject({ ok: true });
    }
    const asked = await console.command('screenShare.request', { id, client: 'built-in' });
    if (!asked.ok) throw new Error(asked.code);
    expect(await page.command('screenShare.decline', { id: asked.value.shareId })).toMatchObject({ ok: true });

    const rows = await json<Record<string, unknown>[]>('report', 'screen-shares', '--from', '2026-01-01');
    expect(rows).toMatchObject([{ request: id, company: 'Acme Srl', customer, client: 'built-in', state: 'declined' }]);
    expect(rows[0]?.['endedAt']).toBeGreaterThanOrEqual(Number(rows[0]?.['requestedAt']));
    const { out } = await cli('report', 'screen-shares', '--csv');
    const [head, line = '', ...rest] = out.split('\r\n');
    expect(head).toBe('request,company,customer,technician,client,requested,accepted,active,ended,state,why');
    expect(line.startsWith(`${id},Acme Srl,"'=SUM(A1) ""Ada""",`)).toBe(true);
    expect(line.endsWith(',declined,')).toBe(true);
    expect(rest.join('').trim()).toBe('');
    expect(await json('report', 'screen-shares', '--to', '2020-01-01')).toEqual([]);
    expect(await cli('report', 'screen-shares', '--from', 'yesterday')).toEqual(refused(/2026-11-25/, 2));
    for (const one of [console, form, page]) one.close();
  });

  describe('with a relay that is being written to', () => {
    let sample: { email: string; password: string; slug: string };
    beforeEach(async () => {
      sample = await json('sample');
      await relay.start();
    });

    /** A customer who goes on writing; `acknowledged` are the texts that the relay has promised to keep. */
    async function chatter() {
      const page = await openPage(relay.url, await submit(relay.url, sample.slug));
      const acknowledged: string[] = [];
      let isOver = false;
      const talking = (async () => {
        for (let n = 1; !isOver; n += 1) {
          const answers = await Promise.all(
            [1, 2, 3, 4].map((part) => page.command('chat.send', { text: `text ${n}.${part}` })),
          );
          answers.forEach((answer, part) => answer.ok && acknowledged.push(`text ${n}.${part + 1}`));
        }
      })();
      const stop = async (): Promise<void> => {
        isOver = true;
        await talking;
        page.close();
      };
      return { acknowledged, stop };
    }

    it('backs up what was acknowledged before, and restores it', async () => {
      const { acknowledged, stop } = await chatter();
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), { timeout: 20_000 });
      const promised = [...acknowledged];
      const file = path.join(work, 'copy.db');
      const before = await json<{ messages: number }>('backup', file);
      expect(before.messages).toBeGreaterThan(promised.length);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await stop();
      const everything = acknowledged.length;

      expect(await cli('restore', file)).toMatchObject(refused(/A relay runs on the data in .* Stop it first/));
      expect(await relay.stop()).toBe(0);
      const restored = await json<{ messages: number; aside: string; nextRequestId: number }>('restore', file);
      expect(restored).toMatchObject({ messages: before.messages, nextRequestId: 1002 });

      const texts = (database: string): string[] => {
        const db = new Database(database, { readonly: true });
        const found = db.prepare("SELECT body FROM messages WHERE body LIKE 'text %' ORDER BY seq").pluck().all();
        db.close();
        return found as string[];
      };
      const kept = texts(path.join(relay.folder, 'relay.db'));
      expect(kept.slice(0, promised.length).sort()).toEqual([...promised].sort());
      expect(texts(restored.aside)).toHaveLength(everything);

      await relay.start();
      expect((await submit(relay.url, sample.slug)).id).toBe(1002);
    });

    it('backs up and restores what people sent, and says what could not be found', async () => {
      const own = await submit(relay.url, sample.slug);
      const content = Buffer.from('10:42 paper jam\n'.repeat(1_000));
      const sent = await createSender(relay.url, { own }).send({ name: 'printer.log', content });
      expect(sent.code).toBe('ok');
      const file = path.join(work, 'copy.db');
      expect(await json('backup', file)).toMatchObject({ files: 1, filesMissing: 0 });
      await relay.stop();
      const files = path.join(relay.folder, 'files');
      const blob = createHash('sha256').update(content).digest('hex');
      const at = path.join(files, blob.slice(0, 2), blob);
      expect(readFileSync(at)).toEqual(content);
      rmSync(files, { recursive: true });
      expect(await json('restore', file)).toMatchObject({ files: 1, filesMissing: 0 });
      expect(readFileSync(at)).toEqual(content);
      expect(statSync(at).mode & 0o777).toBe(0o600);

      rmSync(files, { recursive: true });
      rmSync(`${file}.files`, { recursive: true });
      expect((await cli('restore', file)).out).toMatch(/^1 file could not be found/m);
    });

    it('exports all of it, each row in the shape of the protocol, with nothing that opens a door', async () => {
      const { acknowledged, stop } = await chatter();
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), { timeout: 20_000 });
      await tokenOf(sample.email, sample.password);
      const folder = path.join(work, 'export');
      const { rows } = await json<{ rows: Record<string, number> }>('export', folder);
      await stop();
      const read = (name: string): unknown[] =>
        readFileSync(path.join(folder, `${name}.jsonl`), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as unknown);
      const shapes = {
        companies: Company,
        requests: SupportRequest,
        activities: Activity,
        messages: Message,
        cursors: ReadCursor,
        'screen-shares': ScreenShare,
        notices: Notice,
        'saved-replies': SavedReply,
        'expert-clients': ExpertClient,
      };
      for (const [name, shape] of Object.entries(shapes)) {
        const found = read(name);
        expect(found, name).toHaveLength(rows[name]!);
        for (const row of found) expect(shape.strict().parse(row)).toEqual(row);
      }
      const tables = new Database(path.join(relay.folder, 'relay.db'), { readonly: true });
      const present = tables.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
      tables.close();
      const leftOut = [
        'meta',
        'calls',
        'answers',
        'outgoing',
        'told',
        'push_subscriptions',
        'reach_manners',
        'commands',
        'sign_in_failures',
        'technician_companies',
      ];
      const exported = Object.keys(rows).map((name) => name.replaceAll('-', '_'));
      expect(present.filter((table) => !leftOut.includes(table)).sort()).toEqual(exported.sort());
      expect(rows['messages']).toBeGreaterThan(50);
      expect(rows['sessions']).toBe(1);
      const all = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
      const hidden = new Database(path.join(relay.folder, 'relay.db'), { readonly: true });
      for (const sql of [
        'SELECT password_hash FROM technicians',
        'SELECT token_hash FROM sessions',
        "SELECT value FROM meta WHERE key = 'relay-key'",
      ]) {
        const secret = String(hidden.prepare(sql).pluck().get());
        expect(secret.length).toBeGreaterThan(20);
        expect(all.join('').includes(secret), sql).toBe(false);
      }
      hidden.close();
    });
  });

  it('restores nothing that is not a whole database of Sportello, and leaves the data as it is', async () => {
    await json('sample');
    const copy = path.join(work, 'copy.db');
    await json('backup', copy);
    const damaged = path.join(work, 'damaged.db');
    const bytes = readFileSync(copy);
    bytes.fill(0x5a, 4096 * 6, 4096 * 8);
    writeFileSync(damaged, bytes);
    const halved = path.join(work, 'halved.db');
    writeFileSync(halved, readFileSync(copy).subarray(0, 4096 * 9));
    const foreign = path.join(work, 'foreign.db');
    new Database(foreign).exec('CREATE TABLE notes (text TEXT)').close();
    const newer = path.join(work, 'newer.db');
    copyFileSync(copy, newer);
    const db = new Database(newer);
    db.pragma('user_version = 9990');
    db.close();
    const text = path.join(work, 'text.db');
    writeFileSync(text, 'Not a database.'.repeat(100));
    for (const [file, sentence] of [
      [path.join(work, 'nowhere.db'), /There is no file/],
      [damaged, /is not a whole database/],
      [halved, /is not a whole database/],
      [foreign, /not one of Sportello/],
      [newer, /written by a newer Sportello \(shape 9990\)/],
      [text, /is not a whole database/],
    ] as const) {
      expect(await cli('restore', file), file).toMatchObject(refused(sentence));
    }
    expect(readdirSync(relay.folder).filter((name) => name.includes('before') || name.includes('incoming'))).toEqual(
      [],
    );
    expect(await json('technician', 'list')).toHaveLength(1);
    await json('restore', copy);
    expect(existsSync(copy)).toBe(true);
    expect(await json('technician', 'list')).toHaveLength(1);
  });

  it('gives out no number of a request twice after a restore, even where the data before can’t be read', async () => {
    const { slug } = await json<{ slug: string }>('sample');
    const copy = path.join(work, 'copy.db');
    await relay.start();
    await submit(relay.url, slug);
    await json('backup', copy);
    for (let n = 0; n < 3; n += 1) await submit(relay.url, slug);
    await relay.stop();
    expect(await json('restore', copy)).toMatchObject({ nextRequestId: 1005 });
    writeFileSync(path.join(relay.folder, 'relay.db'), 'ruined');
    expect(await json('restore', copy)).toMatchObject({ nextRequestId: 2002 });
    await relay.start();
    expect((await submit(relay.url, slug)).id).toBe(2002);
  });

  it('starts no second relay on the same data, whatever became of the first', async () => {
    await json('sample');
    await relay.start();
    expect(await relay.cli(['start'])).toMatchObject(refused(/a relay runs on .* already/, 2));
    await relay.kill();
    await relay.start();
    expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
  });
});
