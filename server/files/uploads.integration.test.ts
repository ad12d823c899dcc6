import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePath, uploadsPath } from '../../protocol/files.ts';
import type { OwnRequest, PageClient } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { pngOf, right, zipOf } from './testing/samples.ts';
import { createSender, type Sender } from './testing/sender.ts';

// What becomes of files at a real relay: once stored, for those alone who may have them, through whatever happens.

const limits = { fileBytes: 100_000, requestFileBytes: 250_000 };
const textOf = (length: number): Buffer => Buffer.from(randomBytes(length).toString('hex').slice(0, length));

let relay: TestRelay;
let anna: TestTechnician;
let own: OwnRequest;
let slug: string;
let technician: Sender;
let customer: Sender;

async function takeAndJoin(who: TestTechnician, id: OwnRequest['id']): Promise<void> {
  const console = await relay.console(who);
  await console.command('request.assign', { id });
  expect((await console.command('chat.join', { id })).ok).toBe(true);
}
beforeEach(async () => {
  relay = await openTestRelay(limits);
  const company = await relay.company('Acme');
  slug = company.slug;
  anna = await relay.technician('Anna Bianchi', { companies: [company.id] });
  own = await relay.submit(slug);
  await takeAndJoin(anna, own.id);
  technician = createSender(relay.url, { token: anna.token, request: own.id });
  customer = createSender(relay.url, { own });
});
afterEach(() => relay.dispose());

const blobsOf = (folder: string): string[] =>
  readdirSync(path.join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('uploads'))
    .map((entry) => path.join(entry.parentPath, entry.name));
const deskOf = (folder: string): string[] => readdirSync(path.join(folder, 'files/uploads'));
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

/** Lines of files as a page has them. */
const filesOn = (page: PageClient): { id: string; name: string; size: number }[] =>
  page
    .lines()
    .flatMap(({ id, body }) => (body.kind === 'file' ? [{ id, name: body.file.name, size: body.file.size }] : []));

describe('a file', () => {
  it('comes into the conversation on both sides, and is the same bytes at the end', async () => {
    const page = await relay.page(own);
    const console = await relay.console(anna);
    await console.follow();
    const content = textOf(90_000);
    const sent = await customer.send({ name: 'diario.log', content });
    const answered = await technician.send({ name: 'Anleitung für Sie.pdf', content: right.pdf });
    await until(() => expect(filesOn(page)).toHaveLength(2));
    expect(filesOn(page)[1]).toEqual({ id: answered.id, name: 'Anleitung für Sie.pdf', size: right.pdf.length });
    expect(page.updates.flatMap(({ files }) => files)).toContainEqual({ id: sent.id, state: 'ready' });
    await console.settled();
    expect(await relay.store.read.message(sent.id as never)).toMatchObject({ author: { kind: 'customer' } });
    expect((await bytesOf(await technician.download(sent.id))).equals(content)).toBe(true);
    expect((await bytesOf(await customer.download(answered.id))).equals(right.pdf)).toBe(true);
  });

  it('says how large a picture is, as its head does, turned as the camera was held', async () => {
    const { id } = await customer.send({ name: 'screen.png', content: pngOf(1_920, 1_080) });
    expect((await relay.store.read.message(id as never))?.body).toMatchObject({
      file: { kind: 'image', image: { width: 1_920, height: 1_080 } },
    });
  });

  it('is stored once, however often it is sent', async () => {
    const content = textOf(50_000);
    for (const name of ['one.txt', 'two.log']) await customer.send({ name, content });
    await technician.send({ name: 'three.txt', content });
    expect(blobsOf(relay.folder)).toHaveLength(1);
    expect(blobsOf(relay.folder)[0]).toMatch(createHash('sha256').update(content).digest('hex'));
    expect(deskOf(relay.folder)).toEqual([]);
  });

  it('that is a zip bomb is kept as it is and never unpacked', async () => {
    const inner = deflateRawSync(Buffer.alloc(60_000_000));
    const bomb = zipOf([{ name: 'zeros.txt', content: inner, method: 8, size: 60_000_000 }]);
    const before = process.memoryUsage().rss;
    const { id, code } = await customer.send({ name: 'innocent.zip', content: bomb });
    expect(code).toBe('ok');
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
    expect(statSync(blobsOf(relay.folder)[0] as string).size).toBe(bomb.length);
    expect((await bytesOf(await technician.download(id))).equals(bomb)).toBe(true);
    const disguised = zipOf([{ name: 'word/document.xml', content: inner, method: 8, size: 60_000_000 }]);
    expect((await customer.send({ name: 'letter.docx', content: disguised })).code).toBe('file-content-mismatch');
  });
});

describe('a name', () => {
  it.each([
    ['../../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Windows\\System32\\evil.log', 'evil.log'],
    ['..\\..\\x.cfg', 'x.cfg'],
    ['/etc/shadow/.txt', 'file'],
    ['a\u202Etxt.exe.cfg', 'atxt.exe.cfg'],
    ['invoice.pdf      .txt', 'invoice.pdf.txt'],
    ['con.txt', '_con.txt'],
    ['NUL.log.txt', '_NUL.log.txt'],
    ['<img src=x onerror=alert(1)>.txt', '_img src=x onerror=alert(1)_.txt'],
    ['a\r\nSet-Cookie: b.txt', 'aSet-Cookie_ b.txt'],
    ['"quoted".txt', '_quoted_.txt'],
    ['rapporto perché è così €.txt', 'rapporto perché è così €.txt'],
    ['👩‍🔧 crash.log', '👩🔧 crash.log'],
    [`${'long'.repeat(100)}.txt`, `${'long'.repeat(37).slice(0, 146)}.txt`],
  ])('%j becomes %j', async (given, expected) => {
    const { id, code } = await customer.send({ name: given, content: textOf(10) });
    if (expected === 'file') return expect(code).toBe('file-type-not-allowed');
    expect(code).toBe('ok');
    const message = await relay.store.read.message(id as never);
    expect(message?.body).toMatchObject({ kind: 'file', file: { name: expected } });
    const response = await technician.download(id);
    const disposition = response.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.~%!#$&+^`|-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(expected);
    expect(readdirSync(relay.folder).sort()).toEqual(expect.not.arrayContaining([expected]));
  });
});

describe('size and quota', () => {
  it('zero bytes, and one too many, are refused before anything is sent', async () => {
    expect(await customer.send({ name: 'a.txt', content: Buffer.alloc(0) })).toMatchObject({ code: 'file-empty' });
    expect((await customer.send({ name: 'a.txt', content: textOf(limits.fileBytes) })).code).toBe('ok');
    const over = await customer.begin(
      { name: 'a.txt', content: Buffer.alloc(0), declaredSize: limits.fileBytes + 1 },
      newId(),
    );
    expect(over.status).toBe(413);
    expect(await over.json()).toMatchObject({ code: 'file-too-large' });
    expect(deskOf(relay.folder)).toEqual([]);
  });

  it('no more bytes are taken than were announced', async () => {
    const id = newId();
    await customer.begin({ name: 'a.txt', content: Buffer.alloc(0), declaredSize: 10 }, id);
    await customer.add(id, 0, textOf(5_000)).catch(() => null);
    const file = await relay.store.read.file(id as never);
    expect(file?.size ?? 0).toBeLessThanOrEqual(10);
    for (const blob of blobsOf(relay.folder)) expect(statSync(blob).size).toBeLessThanOrEqual(10);
  });

  it('all files of a request have room for so much, those on their way counted in', async () => {
    await customer.send({ name: 'a.txt', content: textOf(100_000) });
    await technician.begin({ name: 'b.txt', content: Buffer.alloc(0), declaredSize: 100_000 }, newId());
    expect(await customer.send({ name: 'c.txt', content: textOf(60_000) })).toMatchObject({
      code: 'file-quota-reached',
    });
    expect((await customer.send({ name: 'c.txt', content: textOf(50_000) })).code).toBe('ok');
    const other = await relay.submit(slug);
    expect((await createSender(relay.url, { own: other }).send({ name: 'c.txt', content: textOf(60_000) })).code).toBe(
      'ok',
    );
  });
});

describe('an upload', () => {
  it('that was cut off goes on where it was', async () => {
    const content = textOf(80_000);
    const id = newId();
    await customer.begin({ name: 'a.txt', content }, id);
    await customer.add(id, 0, content.subarray(0, 30_000));
    const head = await customer.head(id);
    expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual(['30000', '80000']);
    expect((await customer.add(id, 20_000, content.subarray(20_000))).status).toBe(409);
    expect((await customer.add(id, 30_000, content.subarray(30_000))).status).toBe(204);
    expect((await bytesOf(await technician.download(id))).equals(content)).toBe(true);
  });

  it('whose last answer was lost is known to be done, and is not sent again', async () => {
    const content = textOf(1_000);
    const { id } = await customer.send({ name: 'a.txt', content });
    expect((await customer.head(id)).headers.get('upload-offset')).toBe('1000');
    expect((await customer.begin({ name: 'a.txt', content }, id)).status).toBe(409);
    expect(await relay.store.read.filesOf(own.id)).toHaveLength(1);
  });

  it('that was whole when the relay was killed is in the conversation when it is back', async () => {
    const content = textOf(1_000);
    const id = newId();
    await customer.begin({ name: 'a.txt', content }, id);
    await customer.add(id, 0, content.subarray(0, 999));
    await relay.stop();
    appendFileSync(path.join(relay.folder, 'files/uploads', id), content.subarray(999));
    const again = await openTestRelay({ ...limits, data: relay.folder });
    try {
      await until(async () => expect(await again.store.read.file(id as never)).not.toBeNull());
      const back = createSender(again.url, { own });
      expect((await bytesOf(await back.download(id))).equals(content)).toBe(true);
      expect(deskOf(relay.folder)).toEqual([]);
    } finally {
      await again.dispose();
    }
  });

  it('that ends after the chat did waits, and is taken once the chat is joined again', async () => {
    const content = textOf(1_000);
    const id = newId();
    await technician.begin({ name: 'a.txt', content }, id);
    const console = await relay.console(anna);
    await console.command('chat.end', { id: own.id });
    const late = await technician.add(id, 0, content);
    expect(await late.json()).toMatchObject({ code: 'chat-not-joined' });
    expect((await technician.head(id)).status).toBe(403);
    await console.command('chat.join', { id: own.id });
    expect((await technician.head(id)).headers.get('upload-offset')).toBe('1000');
    expect(await relay.store.read.file(id as never)).toMatchObject({ state: 'ready' });
  });

  it('needs what the state of the request allows', async () => {
    const other = await relay.submit(slug);
    const sender = createSender(relay.url, { token: anna.token, request: other.id });
    const file = { name: 'a.txt', content: textOf(10) };
    expect((await sender.send(file)).code).toBe('not-assigned-to-you');
    const console = await relay.console(anna);
    await console.command('request.assign', { id: other.id });
    expect((await sender.send(file)).code).toBe('chat-not-joined');
    await console.command('request.close', { id: other.id });
    expect((await sender.send(file)).code).toBe('request-closed');
    expect((await createSender(relay.url, { own: other }).send(file)).code).toBe('request-closed');
  });

  it('can be called off, and half of one goes after a day', async () => {
    const [first, second] = [newId(), newId()];
    for (const id of [first, second]) {
      await customer.begin({ name: 'a.txt', content: Buffer.alloc(0), declaredSize: 1_000 }, id);
      await customer.add(id, 0, textOf(500));
    }
    expect((await customer.cancel(first)).status).toBe(204);
    await until(() => expect(deskOf(relay.folder).some((name) => name.startsWith(first))).toBe(false));
    const old = Date.now() / 1_000 - 86_400 - 60;
    utimesSync(path.join(relay.folder, 'files/uploads', second), old, old);
    relay.clock.pass(3_600_001);
    await until(() => expect(deskOf(relay.folder)).toEqual([]));
    expect((await customer.head(second)).status).toBe(404);
  });
});

describe('strangers', () => {
  it('get nothing: neither what is on its way nor what has arrived, and cannot tell whether it is there', async () => {
    const { id } = await customer.send({ name: 'secret.txt', content: textOf(100) });
    const half = newId();
    await customer.begin({ name: 'half.txt', content: textOf(100) }, half);
    const elsewhere = await relay.company('Other');
    const bruno = await relay.technician('Bruno Rossi', { companies: [elsewhere.id] });
    const theirs = await relay.submit(elsewhere.slug);
    const strangers = [
      createSender(relay.url, { own: theirs }),
      createSender(relay.url, { token: bruno.token, request: own.id }),
    ];
    for (const stranger of strangers) {
      const nowhere = await (await stranger.download(newId())).json();
      const there = await stranger.download(id);
      expect(there.status).toBe(404);
      expect(await there.json()).toEqual(nowhere);
      for (const upload of [id, half]) {
        expect((await stranger.head(upload)).status).toBe(404);
        expect((await stranger.add(upload, 0, textOf(100))).status).toBe(404);
        expect((await stranger.cancel(upload)).status).toBe(404);
      }
    }
    expect((await strangers[1]?.send({ name: 'a.txt', content: textOf(10) }))?.code).toBe('not-found');
    expect((await customer.head(half)).headers.get('upload-offset')).toBe('0');
  });

  it('who show no sign-in, a wrong one or one of yesterday are nobody', async () => {
    const { id } = await customer.send({ name: 'secret.txt', content: textOf(100) });
    const nobody = [{}, { authorization: 'Bearer nonsense' }, { authorization: `Request ${own.id}.${'x'.repeat(43)}` }];
    for (const headers of nobody) {
      expect((await fetch(`${relay.url}${filePath(id)}`, { headers })).status).toBe(401);
      expect((await fetch(`${relay.url}${uploadsPath}`, { method: 'POST', headers })).status).toBe(401);
    }
    await relay.store.write((tx) => tx.deleteSession(anna.sessionId));
    expect((await technician.download(id)).status).toBe(401);
  });

  it('are those whose access was taken away a moment ago', async () => {
    const { id } = await customer.send({ name: 'secret.txt', content: textOf(100) });
    expect((await technician.download(id)).status).toBe(200);
    await relay.store.write((tx) => tx.setAccess(anna.id, []));
    expect((await technician.download(id)).status).toBe(404);
  });
});

describe('a download', () => {
  it('is an attachment of a kind of our own naming that nothing is made of', async () => {
    const { id } = await customer.send({ name: 'page.txt', content: Buffer.from('<script>alert(1)</script>') });
    const { headers } = await technician.download(id);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('can be had in parts', async () => {
    const content = textOf(1_000);
    const { id } = await customer.send({ name: 'a.txt', content });
    const part = await technician.download(id, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 100-199/1000');
    expect((await bytesOf(part)).equals(content.subarray(100, 200))).toBe(true);
    const beyond = await technician.download(id, { range: 'bytes=5000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
  });

  it('works by a ticket for a minute, for that file alone, as long as its page may have it', async () => {
    const content = textOf(10);
    const [one, two] = [
      await technician.send({ name: 'a.txt', content }),
      await technician.send({ name: 'b.txt', content }),
    ];
    const { value } = (await (await customer.ticket(one.id)).json()) as { value: { ticket: string } };
    const by = (id: string, ticket: string): Promise<Response> => fetch(`${relay.url}${filePath(id)}?ticket=${ticket}`);
    expect((await bytesOf(await by(one.id, value.ticket))).equals(content)).toBe(true);
    expect((await by(two.id, value.ticket)).status).toBe(401);
    expect((await by(one.id, value.ticket.replace(/^\d+/, '9999'))).status).toBe(401);
    relay.clock.pass(61_000);
    expect((await by(one.id, value.ticket)).status).toBe(401);
  });

  it('is there for the customer of the request that carries the old one on', async () => {
    const { id } = await technician.send({ name: 'a.txt', content: textOf(10) });
    const console = await relay.console(anna);
    await console.command('request.close', { id: own.id });
    const reopened = await console.command('request.reopen', { id: own.id });
    const page = await relay.page(own);
    await until(() => expect(page.view()?.continuedAs).not.toBeNull());
    const next = page.view()?.continuedAs as OwnRequest;
    expect(reopened).toMatchObject({ ok: true, value: { id: next.id } });
    expect((await createSender(relay.url, { own: next }).download(id)).status).toBe(200);
    const nextPage = await relay.page(next);
    await until(() => expect(nextPage.updates[0]?.files).toEqual([{ id, state: 'ready' }]));
  });
});
