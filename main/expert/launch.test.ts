import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch } from './launch.ts';

const quick = { platform: 'linux', graceMs: 400, mayHandOver: false } as const;

describe('starting a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-launch-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('tells when one that was started ends', async () => {
    const launched = await launch('/bin/sleep', ['0.8'], quick);
    expect(launched.kind).toBe('started');
    if (launched.kind === 'started') await launched.ended;
  });

  it('tells what is missing, what may not be run, and what ends at once', async () => {
    expect(await launch('/opt/nowhere/expert', [], quick)).toEqual({ kind: 'missing' });
    writeFileSync(path.join(folder, 'plain'), 'text', { mode: 0o644 });
    expect(await launch(path.join(folder, 'plain'), [], quick)).toEqual({ kind: 'blocked', code: 'EACCES' });
    expect(await launch('/bin/sh', ['-c', 'exit 3'], quick)).toEqual({ kind: 'exited-early', code: 3 });
    expect(await launch('/bin/true', [], quick)).toEqual({ kind: 'exited-early', code: 0 });
    expect((await launch('/bin/true', [], { ...quick, mayHandOver: true })).kind).toBe('started');
    expect((await launch('/bin/sh', ['-c', 'exit 3'], { ...quick, mayHandOver: true })).kind).toBe('exited-early');
    expect((await launch('/bin/echo', ['a\u0000b'], quick)).kind).toBe('blocked');
  });

  it('passes each argument on as it is, through no shell', async () => {
    const script = path.join(folder, 'record');
    writeFileSync(
      script,
      `#!/bin/sh\nprintf '%s\\0' "$@" > '${folder}/seen.part' && mv '${folder}/seen.part' '${folder}/seen'\nsleep 1\n`,
      {
        mode: 0o755,
      },
    );
    const args = ['$(touch x)', '; reboot', '--a b', '"', "'", '`id`', 'a\nb', '*', '', 'x'.repeat(10_240)];
    expect((await launch(script, args, quick)).kind).toBe('started');
    expect(readFileSync(path.join(folder, 'seen'), 'utf8').split('\0').slice(0, -1)).toEqual(args);
  });
});
