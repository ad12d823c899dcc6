import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../protocol/entries.ts';
import { presetEntries } from '../../protocol/expert-presets.ts';
import type { Position, RequestId, ExpertClientId, ScreenShareId } from '../../protocol/ids.ts';
import type { ScreenShareState } from '../../protocol/screen-share.ts';
import { openTestFiles, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

const id = 1 as RequestId;
const shareId = (n: number) => `00000000-0006-7000-8000-${String(n).padStart(12, '0')}` as ScreenShareId;

function share(n: number, position: number, state: ScreenShareState): Entry {
  const times = { requestedAt: 1, promptedAt: null, acceptedAt: null, activeAt: null, endedAt: null };
  const row = { id: shareId(n), requestId: id, position: position as Position, technicianId: make.me, state, ...times };
  return { kind: 'screen-share', row: { ...row, client: { kind: 'built-in' }, code: null, launch: null, why: null } };
}
function client(n: number, position: number, name: string, removed = false): Entry {
  const { launch, port, codeFrom, suits } = presetEntries['vnc-viewer'];
  const join = { url: '', downloadUrl: '', instructions: { en: '', it: '' } };
  const row = { id: shareId(n) as string as ExpertClientId, position: position as Position, name, launch, port };
  return { kind: 'expert-client', row: { ...row, preset: 'vnc-viewer', host: '', codeFrom, join, suits, removed } };
}

describe('screen sharing in the cache', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const apply = (...entries: Entry[]) => files.operations.applyEntries(entries, make.upTo(), true);
  const state = () => files.operations.readRequest(id)?.screenShare?.state;

  it('is the newest row of the newest session, in whatever order they come', () => {
    apply(share(2, 5, 'requested'), make.request(1, 1), share(1, 3, 'ended'), share(2, 6, 'active'));
    expect(state()).toBe('active');
    expect(apply(share(2, 5, 'requested'))?.requests).toEqual([]);
    expect(state()).toBe('active');
    expect(apply(share(2, 7, 'ended'))?.requests).toEqual([id]);
    expect(files.operations.readSharedRequest(id)?.share).toMatchObject({ id: shareId(2), state: 'ended' });
  });

  it('goes with its request', () => {
    apply(make.request(1, 1), share(1, 2, 'active'), make.gone(1, 3));
    expect(files.operations.readSharedRequest(id)).toBe(null);
    apply(share(1, 2, 'active'));
    apply(make.request(1, 4));
    expect(state()).toBe(undefined);
  });

  it('lists expert clients by name, without those that were taken off', () => {
    apply(client(1, 1, 'VNC'), client(2, 2, 'AnyDesk'), client(3, 3, 'Old'));
    apply(client(3, 4, 'Old', true), client(2, 1, 'Older name'));
    expect(files.operations.readExpertClients().map(({ name }) => name)).toEqual(['AnyDesk', 'VNC']);
  });
});
