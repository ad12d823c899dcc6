import { createHash, randomBytes } from 'node:crypto';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { SignedIn, SignIn } from '../../protocol/handshake.ts';
import type { SessionId, TechnicianId } from '../../protocol/ids.ts';
import type { Me, Role, Session } from '../../protocol/model.ts';
import type { Account, Store, StoredSession } from '../store/store.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** So many wrong passwords in a row are free; each further one blocks for twice as long as the one before. */
const freeFailures = 5;
const firstBlockMs = 5_000;
const longestBlockMs = 15 * 60_000;
const touchEveryMs = 60_000;

export type AccountParts = { store: Store; clock: () => number; newId: () => string; sessionDays: number };
export type Accounts = ReturnType<typeof createAccounts>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const meOf = ({ id, name, email, role }: Account, session: StoredSession): Me => ({
  id,
  name,
  email,
  role,
  sessionId: session.id,
});

/** Sign-in, sessions, and guessing kept slow. Tokens are random; only their hashes are stored. */
export function createAccounts({ store, clock, newId, sessionDays }: AccountParts) {
  const sessionMs = sessionDays * 86_400_000;

  async function blockedFor(subjects: readonly string[]): Promise<number> {
    const rows = await Promise.all(subjects.map((subject) => store.read.signInFailures(subject)));
    return Math.max(0, ...rows.map((row) => (row?.blockedUntil ?? 0) - clock()));
  }

  const countFailure = (subjects: readonly string[]): Promise<void> =>
    store.write(async (tx) => {
      for (const subject of subjects) {
        const failures = ((await tx.signInFailures(subject))?.failures ?? 0) + 1;
        const over = failures - freeFailures;
        const blockMs = over < 0 ? 0 : Math.min(firstBlockMs * 2 ** over, longestBlockMs);
        await tx.putSignInFailures(subject, { failures, blockedUntil: clock() + blockMs });
      }
    });

  return {
    /** Exchanges e-mail and password for a token. `ip` is what guessing from one place is counted by. */
    signIn: async ({ email, password, device }: SignIn, ip: string): Promise<Result<SignedIn>> => {
      const guessedAccount = `account ${email.trim().toLowerCase()}`;
      const subjects = [guessedAccount, `ip ${ip}`];
      const blocked = await blockedFor(subjects);
      if (blocked > 0) return refuse('locked-out', { seconds: Math.ceil(blocked / 1000) });
      const account = await store.read.accountByEmail(email.trim());
      if (!(await isPassword(password, account?.passwordHash ?? null)) || account === null) {
        await countFailure(subjects);
        return refuse('wrong-credentials');
      }
      const token = randomBytes(32).toString('base64url');
      const session: StoredSession = {
        id: newId() as SessionId,
        technicianId: account.id,
        tokenHash: hashOf(token),
        device,
        createdAt: clock(),
        lastSeenAt: clock(),
      };
      await store.write(async (tx) => {
        await tx.putSession(session);
        await tx.putSignInFailures(guessedAccount, null);
      });
      return ok({ token, me: meOf(account, session) });
    },

    /** Who holds this token; null if it is unknown, revoked or too old. */
    recognize: async (token: string): Promise<{ me: Me; tokenHash: string } | null> => {
      const tokenHash = hashOf(token);
      const session = await store.read.session(tokenHash);
      if (session === null || clock() - session.lastSeenAt > sessionMs) return null;
      const account = await store.read.account(session.technicianId);
      if (account === null) return null;
      if (clock() - session.lastSeenAt > touchEveryMs) await store.write((tx) => tx.touchSession(session.id, clock()));
      return { me: meOf(account, session), tokenHash };
    },

    sessionsOf: async (me: Me): Promise<Session[]> =>
      (await store.read.sessions(me.id)).map(({ id, device, createdAt, lastSeenAt }) => ({
        id,
        device,
        createdAt,
        lastSeenAt,
        current: id === me.sessionId,
      })),

    /** A new technician with access to all companies; `null` if the e-mail is taken. */
    addTechnician: async (person: {
      name: string;
      email: string;
      role: Role;
      password: string;
    }): Promise<TechnicianId | null> => {
      const passwordHash = await hashPassword(person.password);
      return store.write(async (tx) => {
        if ((await tx.accountByEmail(person.email)) !== null) return null;
        const { name, email, role } = person;
        const id = newId() as TechnicianId;
        await tx.putAccount({ id, name, email, role, passwordHash, available: true, allCompanies: true });
        return id;
      });
    },

    /** Sets a new password and ends all sign-ins of the technician; false if there is none with this e-mail. */
    setPassword: async (email: string, password: string): Promise<boolean> => {
      const passwordHash = await hashPassword(password);
      return store.write(async (tx) => {
        const account = await tx.accountByEmail(email);
        if (account === null) return false;
        await tx.putAccount({ ...account, passwordHash });
        for (const session of await tx.sessions(account.id)) await tx.deleteSession(session.id);
        return true;
      });
    },
  };
}
