import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from './child.ts';
import { freePort } from './relay.ts';

/** A real TURN server on loopback. */
export type Turn = {
  /** What the relay's configuration says of it. */
  env: Readonly<Record<string, string>>;
  /** Resolves when somebody whose name fits has been given an address there. */
  allocated(who: string): Promise<unknown>;
  end(): Promise<unknown>;
};

/** Starts Debian's coturn with a secret that only the relay shares. */
export async function startTurn(): Promise<Turn> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-turn-'));
  const port = await freePort();
  const secret = randomBytes(16).toString('hex');
  const child = startChild('turnserver', [
    ...['-n', '--log-file', 'stdout', '--simple-log', '-v', '--no-cli', '--no-tls', '--no-dtls'],
    ...['-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(port), '--allow-loopback-peers'],
    ...['--use-auth-secret', `--static-auth-secret=${secret}`, '-r', 'sportello.example'],
    ...['--min-port', '50000', '--max-port', '50100'],
    ...['--pidfile', path.join(folder, 'turn.pid'), '--userdb', path.join(folder, 'turn.db')],
  ]);
  await child.line(/IPv4\. UDP listener opened on/);
  return {
    env: {
      SPORTELLO_TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
      SPORTELLO_TURN_SECRET: secret,
      SPORTELLO_MEDIA_OVER_TURN_ONLY: 'true',
    },
    allocated: (who) => child.line(new RegExp(`user <\\d+:${who}[^>]*>: incoming packet ALLOCATE processed, success`)),
    end: async () => {
      await child.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
