import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../protocol/errors.ts';
import type { SignedIn } from '../../protocol/handshake.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { hashPassword, isPassword } from './passwords.ts';

const email = 'anna@sportello.example';
const password = 'a long and good one';
const wrong = { ok: false, code: 'wrong-credentials' };

describe('signing in', { timeout: 60_000 }, () => {
  let folder: string;
  let store: Store;
  let accounts: Accounts;
  let now: number;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-accounts-'));
    store = openSqliteStore(folder);
    now = 1_000_000_000;
    accounts = createAccounts({ store, clock: () => now, newId, sessionDays: 30 });
    await accounts.addTechnician({ name: 'Anna', email, role: 'technician', password });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const signIn = (password: string, ip = '192.0.2.1', who = email): Promise<Result<SignedIn>> =>
    accounts.signIn({ email: who, password, device: 'desk' }, ip);
  const seconds = (answer: Result<unknown>): unknown => (answer.ok ? null : answer.details?.['seconds']);

  it('gives a token that nobody can read out of the data', async () => {
    const answer = await signIn(password);
    if (!answer.ok) throw new Error(answer.code);
    const { token, me } = answer.value;
    expect(await accounts.recognize(token)).toMatchObject({ me: { email, sessionId: me.sessionId } });
    expect(await accounts.recognize(`${token}x`)).toBeNull();
    expect(JSON.stringify([await store.read.sessions(me.id), await store.read.account(me.id)])).not.toContain(token);
    expect((await store.read.account(me.id))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('takes an address however it is written', async () => {
    expect(await signIn(password, undefined, ' Anna@Sportello.EXAMPLE ')).toMatchObject({ ok: true });
  });

  it('slows guessing down, twice as long after each guess, up to a quarter of an hour', async () => {
    for (let n = 0; n < 5; n += 1) expect(await signIn('guess')).toEqual(wrong);
    const waits: unknown[] = [];
    for (let n = 0; n < 10; n += 1) {
      const locked = await signIn(password);
      expect(locked).toMatchObject({ code: 'locked-out' });
      waits.push(seconds(locked));
      now += Number(seconds(locked)) * 1_000;
      expect(await signIn('guess')).toEqual(wrong);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    now += 900_000;
    expect(await signIn(password)).toMatchObject({ ok: true });
    expect(await signIn('guess')).toEqual(wrong);
  });

  it('looks at five of fifty guesses that are made at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => signIn(`guess ${n}`, `192.0.2.${n}`)));
    expect(answers.filter((answer) => !answer.ok && answer.code === 'wrong-credentials')).toHaveLength(5);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'locked-out')).toHaveLength(45);
  });

  it('does not tell whether there is an account, by word or by time', async () => {
    const answers = async (who: string): Promise<string[]> => {
      const given: string[] = [];
      for (let n = 0; n < 7; n += 1) given.push(JSON.stringify(await signIn('guess', `198.51.100.${n}`, who)));
      return given;
    };
    expect(await answers(email)).toEqual(await answers('nobody@sportello.example'));
    const took = async (work: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
      return Math.min(...times);
    };
    const hash = await hashPassword(password);
    const [known, unknown] = [await took(() => isPassword('guess', hash)), await took(() => isPassword('guess', null))];
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('slows down who guesses at many accounts from one address, and nobody elsewhere', async () => {
    await store.write((tx) => tx.putSignInFailures('ip 203.0.113.9', { failures: 27, blockedUntil: now }));
    for (let n = 0; n < 3; n += 1) {
      expect(await signIn('guess', '203.0.113.9', `a${n}@sportello.example`)).toEqual(wrong);
    }
    expect(await signIn(password, '203.0.113.9')).toMatchObject({ code: 'locked-out' });
    expect(await signIn(password, '203.0.113.10')).toMatchObject({ ok: true });
  });

  it('does not count those who know their password against the address that they share', async () => {
    await store.write((tx) => tx.putSignInFailures('ip 192.0.2.1', { failures: 27, blockedUntil: now }));
    for (let n = 0; n < 5; n += 1) expect(await signIn(password)).toMatchObject({ ok: true });
    expect((await store.read.signInFailures('ip 192.0.2.1'))?.failures).toBe(27);
  });

  it('forgets failures an hour after the last, and leaves no trace of them', async () => {
    for (let n = 0; n < 5; n += 1) await signIn('guess');
    now += 3_700_000;
    expect(await signIn('guess')).toEqual(wrong);
    expect(await signIn(password)).toMatchObject({ ok: true });
    await signIn('guess', undefined, 'nobody@sportello.example');
    now += 3_700_000;
    await store.write((tx) => tx.forget({ ...accounts.forgettable(), commands: 0, outgoing: 0 }, 100));
    expect(await store.read.signInFailures('account nobody@sportello.example')).toBeNull();
    expect(await store.read.signInFailures('ip 192.0.2.1')).toBeNull();
  });

  it('ends all sign-ins with a new password', async () => {
    const answer = await signIn(password);
    await accounts.setPassword(email, 'another one');
    expect(await accounts.recognize(answer.ok ? answer.value.token : '')).toBeNull();
    expect(await signIn(password)).toEqual(wrong);
    expect(await signIn('another one')).toMatchObject({ ok: true });
  });
});
