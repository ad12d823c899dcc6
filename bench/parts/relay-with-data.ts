import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { startChild, type Child } from '../../e2e/parts/child.ts';
import { freePort } from './cores.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A relay whose data are filled before it runs. */
export type FullRelay = {
  url: string;
  port: number;
  sample: { email: string; password: string; slug: string };
  /** Works on the data folder while the relay does not run. */
  fill: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Makes a relay's data folder with the sample in it. */
export async function startFullRelay(folder: string): Promise<FullRelay> {
  const port = await freePort();
  const env = {
    ...process.env,
    SPORTELLO_DATA: folder,
    SPORTELLO_PORT: String(port),
    SPORTELLO_LOG_LEVEL: 'info',
    SPORTELLO_SUBMITS_PER_MINUTE: '10000',
    SPORTELLO_PORTAL_SUBMITS_PER_MINUTE: '10000',
    SPORTELLO_COMMANDS_PER_MINUTE: '100000',
  };
  const cli = [path.join(root, 'server/cli.ts'), 'sample', '--json'];
  const sample = JSON.parse(execFileSync(process.execPath, cli, { env, encoding: 'utf8' })) as FullRelay['sample'];
  let running: Child | null = null;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sample,
    fill: (work) => work(folder),
    start: async () => {
      running = startChild(process.execPath, [path.join(root, 'server/main.ts')], { env });
      await running.line(/"listening"/);
    },
    stop: async () => {
      await running?.end();
    },
  };
}
