import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleCommand } from '../protocol/commands.ts';
import { createSender } from './files/testing/sender.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { until } from './testing/until.ts';

describe('the log', { timeout: 60_000 }, () => {
  let relay: TestRelay;
  let company: { id: string; slug: string };
  let anna: TestTechnician;
  let bruno: TestTechnician;
  beforeEach(async () => {
    relay = await openTestRelay();
    company = await relay.company('Quibble-company');
    anna = await relay.technician('Quibble-technician');
    bruno = await relay.technician('Quibble-colleague');
  });
  afterEach(() => relay.dispose());

  // Every text in here has this word in it, so that one search finds whatever should not be there.
  const word = /quibble/i;

  it('has nothing of what people wrote, who they are and what opens doors, through the life of a request and all its mishaps', async () => {
    const [a, b] = [await relay.console(anna), await relay.console(bruno)];
    const own = await relay.submit(company.slug, {
      problem: 'Quibble-problem',
      name: 'Quibble-customer',
      email: 'quibble-customer@quibble.example',
      page: 'https://quibble.example/?quibble',
    });
    const page = await relay.page(own);
    const { id } = own;
    const give = (name: ConsoleCommand, input: object) => a.command(name, { id, ...input } as never);
    await give('request.assign', {});
    await give('chat.join', {});
    await give('chat.send', { text: 'Quibble-answer' });
    await give('chat.note', { text: 'Quibble-note' });
    await page.command('chat.send', { text: 'Quibble-text' });
    const sent = await createSender(relay.url, { own }).send({
      name: 'quibble.txt',
      content: Buffer.from('Quibble-file'),
    });
    expect(sent.code).toBe('ok');
    await give('request.transfer', { to: { kind: 'technician', id: bruno.id }, note: 'Quibble-note' });
    await b.command('handover.accept', { id });
    await b.command('notice.publish', { companyId: company.id as never, text: 'Quibble-notice' });
    await b.command('request.close', { id });
    await page.command('request.rate', { stars: 1, comment: 'Quibble-comment' });

    // What is refused, and what is not even right.
    await give('chat.send', { text: 'Quibble-late' });
    await a.raw('command', { id: 'quibble', name: 'quibble', input: { text: 'Quibble' } });
    await page.raw('command', { quibble: 'Quibble' });
    await relay.accounts.signIn(
      { email: 'quibble@quibble.example', password: 'Quibble-guess', device: 'Quibble-desk' },
      '192.0.2.1',
    );
    await fetch(`${relay.url}/api/sign-in`, {
      method: 'POST',
      body: '{"email":"quibble',
      headers: { 'content-type': 'application/json', cookie: 'quibble' },
    });
    await fetch(`${relay.url}/api/portals/quibble?quibble`, { headers: { authorization: 'Bearer quibble' } });

    // What breaks in the middle of it.
    const { id: open } = await relay.submit(company.slug);
    const db = new Database(`${relay.folder}/relay.db`);
    db.exec('ALTER TABLE messages RENAME TO gone');
    expect(await a.command('chat.note', { id: open, text: 'Quibble-lost' })).toEqual({ ok: false, code: 'internal' });
    db.exec('ALTER TABLE gone RENAME TO messages');
    db.close();
    await until(() => expect(relay.log()).toContain('no such table'));
    await relay.stop();

    const log = relay.log();
    expect(log).toMatch(/"level":50/);
    expect(log).not.toMatch(word);
    for (const secret of [own.secret, anna.token, bruno.token, await keyOf(relay)]) expect(log).not.toContain(secret);
  });

  async function keyOf({ folder }: TestRelay): Promise<string> {
    const db = new Database(`${folder}/relay.db`, { readonly: true });
    const key = db.prepare("SELECT value FROM meta WHERE key = 'relay-key'").pluck().get() as string;
    db.close();
    return key;
  }
});
