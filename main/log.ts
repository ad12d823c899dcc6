import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

export type Log = { info(event: string, details?: object): void; error(event: string, error?: unknown): void };

const largest = 1_000_000;

/** A log file of the console, one JSON line an event, with one older file kept. Ids and codes only: never texts, names or tokens. */
export function createLog(folder: string, clock: () => number): Log {
  const file = path.join(folder, 'console.log');
  mkdirSync(folder, { recursive: true });

  function write(level: string, event: string, details: object): void {
    if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.1`);
    appendFileSync(file, `${JSON.stringify({ at: new Date(clock()).toISOString(), level, event, ...details })}\n`, {
      mode: 0o600,
    });
  }
  return {
    info: (event, details = {}) => write('info', event, details),
    error: (event, error) =>
      write('error', event, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  };
}
