import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExpertClient } from '../../protocol/expert-client.ts';
import { locate, type Machine } from './locate.ts';

const entry = (linux: string, preset: ExpertClient['preset'] = 'custom'): Pick<ExpertClient, 'launch' | 'preset'> => ({
  preset,
  launch: { kind: 'program', paths: { windows: '', macos: '', linux }, arguments: [], endsWithProgram: false },
});

describe('the program of an expert client', () => {
  let folder: string;
  let machine: Machine;
  const program = (name: string, mode = 0o755): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, mode);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-locate-'));
    machine = { platform: 'linux', env: { PATH: path.join(folder, 'bin') } };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the one that the technician pointed at, then the one that the admin named, then the preset’s', async () => {
    const chosen = program('mine/viewer');
    const named = program('opt/viewer');
    const usual = program('bin/xtigervncviewer');
    expect(await locate(entry(named, 'vnc-viewer'), machine, chosen)).toBe(chosen);
    expect(await locate(entry(named, 'vnc-viewer'), machine, null)).toBe(named);
    expect(await locate(entry('', 'vnc-viewer'), machine, null)).toBe(usual);
    rmSync(chosen);
    expect(await locate(entry(named, 'vnc-viewer'), machine, chosen)).toBe(named);
  });

  it('is looked for on the PATH by a bare name only', async () => {
    const file = program('bin/expert');
    expect(await locate(entry('expert'), machine, null)).toBe(file);
    expect(await locate(entry('../bin/expert'), machine, null)).toBe(null);
    expect(await locate(entry('./expert'), { ...machine, env: { PATH: '.:bin' } }, null)).toBe(null);
  });

  it('is nothing that may not be run, no folder, and no link', async () => {
    expect(await locate(entry(program('plain', 0o644)), machine, null)).toBe(null);
    expect(await locate(entry(folder), machine, null)).toBe(null);
    expect(
      await locate({ preset: 'quick-assist', launch: { kind: 'url', url: 'ms-quick-assist:' } }, machine, null),
    ).toBe(null);
  });

  it('may be a bundle on macOS', async () => {
    const bundle = path.join(folder, 'Viewer.app');
    mkdirSync(bundle);
    expect(await locate(entry(''), { ...machine, platform: 'darwin' }, bundle)).toBe(bundle);
  });
});
