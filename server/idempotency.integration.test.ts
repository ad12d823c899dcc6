import Database from 'better-sqlite3';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandId, RequestId, Seq } from '../protocol/ids.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import { submission, type OwnRequest, type PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestRelay } from './testing/relay.ts';
import { until } from './testing/until.ts';

const reused = { ok: false, code: 'command-id-reused' };

describe('a command that comes more than once', { timeout: 30_000 }, () => {
  let relay: TestRelay;
  let slug: string;
  let anna: ConsoleClient;
  let bruno: ConsoleClient;
  let own: OwnRequest;
  let page: PageClient;

  beforeEach(async () => {
    relay = await openTestRelay();
    ({ slug } = await relay.company('Acme Srl'));
    anna = await relay.console(await relay.technician('Anna'));
    bruno = await relay.console(await relay.technician('Bruno'));
    own = await relay.submit(slug);
    page = await relay.page(own);
  });
  afterEach(() => relay.dispose());

  const head = (): Promise<number> => Promise.resolve(relay.store.read.head());
  const take = async (id: RequestId): Promise<void> => {
    await anna.command('request.assign', { id });
    await anna.command('chat.join', { id });
  };

  it('takes effect once and gets the same answer, whichever it is', async () => {
    const { id } = own;
    const commands = [
      ['request.assign', { id }],
      ['chat.join', { id }],
      ['chat.send', { id, text: 'Hello' }],
      ['chat.note', { id, text: 'Between us' }],
      ['chat.read', { id, seq: 3 as Seq }],
      ['chat.end', { id }],
      ['request.close', { id }],
      ['request.reopen', { id }],
      ['availability.set', { available: true }],
    ] as const;
    for (const [name, input] of commands) {
      const command = newId();
      const first = await anna.command(name, input as never, command);
      const after = await head();
      expect(first, name).toMatchObject({ ok: true });
      expect(await anna.command(name, input as never, command)).toEqual(first);
      expect(await head()).toBe(after);
    }
    const rating = newId();
    const said = newId();
    const again = await relay.page({ id: own.id, secret: own.secret });
    expect(await page.command('request.rate', { stars: 5, comment: '' }, rating)).toEqual({ ok: true, value: {} });
    expect(await again.command('request.rate', { stars: 5, comment: '' }, rating)).toEqual({ ok: true, value: {} });
    expect(await again.command('chat.send', { text: 'Too late' }, said)).toEqual({ ok: false, code: 'request-closed' });
  });

  it('takes effect once when both come at the same moment', async () => {
    await take(own.id);
    const command = newId();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => anna.command('chat.send', { id: own.id, text: 'Once' }, command)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true });
    await until(() => expect(page.texts()).toContain('Once'));
    expect(page.texts().filter((text) => text === 'Once')).toHaveLength(1);
  });

  it('gets the same secret for the same submission, and nobody else gets it', async () => {
    const form = await relay.page(null);
    const command = newId();
    const first = await form.command('request.submit', submission(slug), command);
    const stranger = await relay.page(null);
    expect(await form.command('request.submit', submission(slug), command)).toEqual(first);
    expect(await stranger.command('request.submit', submission(slug, { problem: 'Mine' }), command)).toEqual(reused);
  });

  it('is refused when its id was used for another input, another command, or by somebody else', async () => {
    const { id } = own;
    await take(id);
    const [text, note, assign, said, read] = [newId(), newId(), newId(), newId(), newId()];
    const other = await relay.submit(slug);
    await anna.command('chat.send', { id, text: 'Hello' }, text);
    await anna.command('chat.note', { id, text: 'Between us' }, note);
    await anna.command('request.assign', { id: other.id }, assign);
    await anna.command('chat.read', { id, seq: 1 as Seq }, read);
    await page.command('chat.send', { text: 'Hello?' }, said);
    const before = await head();

    expect(await anna.command('chat.send', { id, text: 'Hullo' }, text)).toEqual(reused);
    expect(await anna.command('chat.note', { id, text: 'Hello' }, text)).toEqual(reused);
    expect(await anna.command('chat.send', { id: other.id, text: 'Hello' }, text)).toEqual(reused);
    expect(await bruno.command('chat.send', { id, text: 'Hello' }, text)).toEqual(reused);
    expect(await page.command('chat.send', { text: 'Hello' }, text)).toEqual(reused);
    expect(await anna.command('request.assign', { id }, text)).toEqual(reused);
    expect(await anna.command('chat.send', { id, text: 'Between us' }, note)).toEqual(reused);
    expect(await bruno.command('chat.note', { id, text: 'Between us' }, note)).toEqual(reused);
    expect(await bruno.command('request.assign', { id: other.id }, assign)).toEqual(reused);
    expect(await anna.command('request.assign', { id }, assign)).toEqual(reused);
    expect(await anna.command('chat.join', { id: other.id }, assign)).toEqual(reused);
    expect(await anna.command('chat.note', { id, text: 'x' }, assign)).toEqual(reused);
    expect(await anna.command('chat.read', { id, seq: 2 as Seq }, read)).toEqual(reused);
    expect(await anna.command('chat.send', { id, text: 'Hello?' }, said)).toEqual(reused);
    const neighbour = await relay.page(other);
    expect(await neighbour.command('chat.send', { text: 'Hello?' }, said)).toEqual(reused);
    expect(await page.command('chat.send', { text: 'Hello!' }, said)).toEqual(reused);
    expect(await head()).toBe(before);
  });

  it('is judged anew after a refusal, which changed nothing and is not remembered', async () => {
    const { id } = own;
    const command = newId();
    const send = (): Promise<unknown> => anna.command('chat.send', { id, text: 'Hello' }, command);
    const refusal = { ok: false, code: 'not-assigned-to-you' };
    const before = await head();
    expect(await send()).toEqual(refusal);
    expect(await send()).toEqual(refusal);
    expect(await head()).toBe(before);
    expect(await relay.store.read.answered(command as CommandId)).toBeNull();
    await take(id);
    const accepted = await send();
    expect(accepted).toMatchObject({ ok: true });
    expect(await send()).toEqual(accepted);
  });

  it('is remembered for three months; a text for as long as there is the text', async () => {
    const { id } = own;
    const [assign, text] = [newId(), newId()];
    const assigned = await anna.command('request.assign', { id }, assign);
    await anna.command('chat.join', { id });
    const sent = await anna.command('chat.send', { id, text: 'Hello' }, text);
    relay.clock.pass(80 * 86_400_000);
    // What is old has been tidied away when the sign-in of the connected console was noted.
    await until(async () => {
      const [session] = await relay.store.read.sessions(anna.welcome().me.id);
      expect(session?.lastSeenAt).toBeGreaterThan(relay.clock.now() - 60_000);
    });
    expect(await anna.command('request.assign', { id }, assign)).toEqual(assigned);
    relay.clock.pass(14 * 86_400_000);
    await until(async () => expect(await relay.store.read.answered(assign as CommandId)).toBeNull());
    expect(await anna.command('request.assign', { id }, assign)).toMatchObject({ code: 'already-assigned' });
    expect(await anna.command('chat.send', { id, text: 'Hello' }, text)).toEqual(sent);
  });

  it('keeps a row for a command that has none of its own, and none for texts and refusals', async () => {
    await take(own.id);
    const before = countCommands();
    for (let n = 0; n < 20; n += 1) {
      await anna.command('chat.send', { id: own.id, text: `Line ${n}` });
      await bruno.command('chat.send', { id: own.id, text: 'Not his' });
    }
    expect(countCommands()).toBe(before);
    await anna.command('chat.end', { id: own.id });
    expect(countCommands()).toBe(before + 1);
  });
  function countCommands(): number {
    const db = new Database(`${relay.folder}/relay.db`, { readonly: true });
    const count = db.prepare('SELECT count(*) FROM commands').pluck().get() as number;
    db.close();
    return count;
  }
});
