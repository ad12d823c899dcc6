import { createHash, randomBytes } from 'node:crypto';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { SignedIn, SignIn } from '../../protocol/handshake.ts';
import type { SessionId, TechnicianId } from '../../protocol/ids.ts';
import type { Me, Role, Session } from '../../protocol/technicians.ts';
import type { Account, SignInFailures, Store, StoredSession, Writer } from '../store/store.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** So many wrong passwords are free; each further one blocks for twice as long as the one before. Many people may share an address. */
const freeFailures = { account: 5, ip: 30 };
/** Failures count until nothing was tried for so long after the last block. */
const failuresKeptMs = 3_600_000;
const firstBlockMs = 5_000;
const longestBlockMs = 15 * 60_000;
const touchEveryMs = 60_000;

/** Whose failures a try counts among, and how many are free. */
type Guessed = { subject: string; free: number };

const current = (row: SignInFailures | null, now: number): SignInFailures =>
  row === null || now - row.blockedUntil > failuresKeptMs ? { failures: 0, blockedUntil: 0 } : row;

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

  /**
   * Counts a try before its password is looked at, so that guesses made side by side count like guesses in a row;
   * answers for how many milliseconds nothing is tried, 0 if this try may go on.
   */
  const countTry = (guessed: readonly Guessed[]): Promise<number> =>
    store.write(async (tx) => {
      const now = clock();
      const before = await Promise.all(
        guessed.map(async ({ subject, free }) => ({
          subject,
          free,
          ...current(await tx.signInFailures(subject), now),
        })),
      );
      const blocked = Math.max(...before.map(({ blockedUntil }) => blockedUntil - now));
      if (blocked > 0) return blocked;
      for (const { subject, free, failures } of before) {
        const over = failures + 1 - free;
        const blockMs = over < 0 ? 0 : Math.min(firstBlockMs * 2 ** over, longestBlockMs);
        await tx.putSignInFailures(subject, { failures: failures + 1, blockedUntil: now + blockMs });
      }
      return 0;
    });

  /** The right password: the account's failures are forgotten, and this try was none of the address's. */
  async function uncountTry(tx: Writer, account: string, address: string): Promise<void> {
    await tx.putSignInFailures(account, null);
    const { failures } = current(await tx.signInFailures(address), clock());
    await tx.putSignInFailures(address, failures > 1 ? { failures: failures - 1, blockedUntil: clock() } : null);
  }

  return {
    /** Exchanges e-mail and password for a token. `ip` is what guessing from one place is counted by. */
    signIn: async ({ email, password, device }: SignIn, ip: string): Promise<Result<SignedIn>> => {
      const guessed = { subject: `account ${email.trim().toLowerCase()}`, free: freeFailures.account };
      const address = { subject: `ip ${ip}`, free: freeFailures.ip };
      const blocked = await countTry([guessed, address]);
      if (blocked > 0) return refuse('locked-out', { seconds: Math.ceil(blocked / 1000) });
      const account = await store.read.accountByEmail(email.trim());
      if (!(await isPassword(password, account?.passwordHash ?? null)) || account === null) {
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
        await uncountTry(tx, guessed.subject, address.subject);
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

    /** Sign-ins that are in use right now. */
    seen: (ids: readonly SessionId[]): Promise<void> =>
      store.write(async (tx) => {
        for (const id of ids) await tx.touchSession(id, clock());
      }),
    /** From which instants on sign-ins and failures still count. */
    forgettable: (): { sessions: number; failures: number } => ({
      sessions: clock() - sessionMs,
      failures: clock() - failuresKeptMs,
    }),

    sessionsOf: async (me: Me): Promise<Session[]> =>
      (await store.read.sessions(me.id))
        .filter(({ lastSeenAt }) => clock() - lastSeenAt <= sessionMs)
        .map(({ id, device, createdAt, lastSeenAt }) => ({
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
