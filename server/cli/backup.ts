import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { holdFolder } from '../store/hold.ts';
import { inspectDatabase, type Contents, type Inspection } from '../store/inspect.ts';
import { restoreDatabase } from '../store/restore.ts';
import { copyBlobs } from './blob-copies.ts';
import { dataFolder, withExistingStore } from './data.ts';
import { CliError, count, print, type Output } from './terminal.ts';

const summary = ({ companies, technicians, requests, messages, hashes }: Contents): string =>
  [
    companies === 1 ? '1 company' : `${companies} companies`,
    count(technicians, 'technician'),
    count(requests, 'request'),
    count(messages, 'message'),
    count(hashes.length, 'file'),
  ].join(', ');

/** Counts as a program reads them. */
const figures = ({ hashes, ...contents }: Contents, missing: readonly string[]) => ({
  ...contents,
  files: hashes.length,
  filesMissing: missing.length,
});
/** A sentence about files whose bytes were not to be found, if there are any. */
const missed = (missing: readonly string[]): string[] =>
  missing.length === 0 ? [] : [`${count(missing.length, 'file')} could not be found and will be missing in the chats.`];

/** The bytes of files that people sent lie beside a backup, as they lie beside the database. */
const filesBeside = (backup: string): string => `${backup}.files`;
const filesOf = (folder: string): string => path.join(folder, 'files');

const refusals: Readonly<Record<Exclude<Inspection['kind'], 'whole'>, (file: string, detail: string) => string>> = {
  missing: (file) => `There is no file ${file}.`,
  damaged: (file, detail) => `${file} is not a whole database: ${detail}`,
  foreign: (file, detail) => `${file} is a database, but not one of Sportello: ${detail}`,
  newer: (file, detail) => `${file} was written by a newer Sportello (shape ${detail}). Restore it with that one.`,
};

function inspect(file: string): Contents {
  const found = inspectDatabase(file);
  if (found.kind === 'whole') return found.contents;
  throw new CliError(refusals[found.kind](file, found.detail));
}

async function backup(file: string, options: Output): Promise<void> {
  const target = path.resolve(file);
  if (existsSync(target)) throw new CliError(`${file} is there already.`);
  if (!existsSync(path.dirname(target))) throw new CliError(`There is no folder ${path.dirname(target)}.`);
  await withExistingStore((store) => store.backup(target));
  const contents = inspect(target);
  // After the database, so that all that it knows of is there; the bytes of a file never change.
  const missing = await copyBlobs(contents.hashes, filesOf(dataFolder()), filesBeside(target));
  const said = [`Copied to ${file} and looked through: ${summary(contents)}.`, ...missed(missing)];
  if (contents.hashes.length > 0) said.push(`What people sent lies in ${filesBeside(file)}; the two belong together.`);
  print(options, { file: target, ...figures(contents, missing) }, said.join('\n'));
}

async function restore(file: string, options: Output): Promise<void> {
  const source = path.resolve(file);
  const contents = inspect(source);
  const folder = dataFolder();
  if (source === path.join(folder, 'relay.db')) throw new CliError('That is the data which the relay has now.');
  const letGo = holdFolder(folder);
  if (letGo === null) throw new CliError(`A relay runs on the data in ${folder}. Stop it first.`);
  try {
    const stamp = `before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    const missing = await copyBlobs(contents.hashes, filesBeside(source), filesOf(folder));
    const { aside, nextRequestId } = await restoreDatabase(folder, source, contents, stamp);
    print(
      options,
      { folder, aside, nextRequestId, ...figures(contents, missing) },
      [
        `The data in ${folder} is that of ${file} now: ${summary(contents)}.`,
        aside === null ? 'There was no data before.' : `What was there before is kept as ${aside}.`,
        `The next request gets number ${nextRequestId}; consoles fetch everything anew.`,
        'Passwords and sign-ins are those of the time of the backup.',
        ...missed(missing),
      ].join('\n'),
    );
  } finally {
    letGo();
  }
}

/** `backup` and `restore` */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('Writes a consistent copy of the data to a new file; the relay may run')
    .argument('<file>')
    .option('--json')
    .action(backup);
  program
    .command('restore')
    .description('Puts a backup in the place of the data, which is kept aside; the relay has to be stopped')
    .argument('<file>')
    .option('--json')
    .action(restore);
}
