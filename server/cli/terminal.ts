import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';

/** What went wrong in words, for the person at the terminal. */
export class CliError extends Error {}

/** Every command takes `--json`, for programs that read what it says. */
export type Output = { json?: boolean };

/** Says a sentence to a person, or a value to a program. */
export function print(options: Output, value: unknown, sentence: string): void {
  console.log(options.json ? JSON.stringify(value) : sentence);
}

/** Says a list: to a person a line each, their columns aligned; to a program one array. */
export function printList<T>(options: Output, rows: readonly T[], columns: (row: T) => readonly string[]): void {
  if (options.json) return console.log(JSON.stringify(rows));
  const lines = rows.map(columns);
  const widths = lines.reduce<number[]>(
    (widest, line) => line.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  for (const line of lines)
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const shortestPassword = 10;

/** A password from standard input, or a new one that nobody can guess. Never an argument: those can be seen by others. */
export async function choosePassword(
  fromStdin: boolean | undefined,
): Promise<{ password: string; generated: boolean }> {
  if (!fromStdin) return { password: randomBytes(12).toString('base64url'), generated: true };
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.length < shortestPassword) {
      throw new CliError(`The password is too short: it needs ${shortestPassword} characters or more.`);
    }
    return { password: line, generated: false };
  }
  throw new CliError('No password came on standard input.');
}

export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
