import { v7 as newId } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExpertClient } from '../../protocol/expert-client.ts';
import { ok } from '../../protocol/errors.ts';
import type { Position, RequestId, ExpertClientId, ScreenShareId } from '../../protocol/ids.ts';
import type { SupportRequest } from '../../protocol/model.ts';
import type { ScreenShare } from '../../protocol/screen-share.ts';
import { me, request as requestEntry } from '../storage/testing/entries.ts';
import type { Kept } from './kept.ts';
import type { Launched } from './launch.ts';
import type { ScreenShareWindows } from './screen-share-window.ts';
import { createScreenSharing } from './screen-sharing.ts';

const id = 7 as RequestId;
const request = requestEntry(7, 1).row as SupportRequest;
const viewer = '/usr/bin/env';

const entryOf = (part: Partial<ExpertClient>): ExpertClient => ({
  id: newId() as ExpertClientId,
  position: 1 as Position,
  name: 'Viewer',
  preset: 'custom',
  launch: {
    kind: 'program',
    paths: { windows: '', macos: '', linux: viewer },
    arguments: ['{host}::{port}'],
    endsWithProgram: true,
  },
  host: '',
  port: 5900,
  codeFrom: 'nobody',
  join: { url: '', downloadUrl: '', instructions: { en: '', it: '' } },
  suits: ['windows'],
  removed: false,
  ...part,
});

describe('escalation on a technician’s machine', () => {
  let list: ExpertClient[];
  let share: ScreenShare;
  let started: { file: string; args: readonly string[] }[];
  let opened: string[];
  let asked: { name: string; input: unknown }[];
  let windows: string[];
  let launched: Launched;
  let endProgram: () => void;
  let sharing: ReturnType<typeof createScreenSharing>;

  const shareOf = (entry: ExpertClient | null, part: Partial<ScreenShare> = {}): ScreenShare => ({
    id: newId() as ScreenShareId,
    requestId: id,
    position: 2 as Position,
    technicianId: me,
    client: entry === null ? { kind: 'built-in' } : { kind: 'expert', id: entry.id, name: entry.name },
    state: 'requested',
    code: null,
    launch: null,
    requestedAt: 1,
    promptedAt: null,
    acceptedAt: null,
    activeAt: null,
    endedAt: null,
    why: null,
    ...part,
  });

  beforeEach(() => {
    [list, started, opened, asked, windows] = [[], [], [], [], []];
    const ended = new Promise<void>((resolve) => (endProgram = resolve));
    launched = { kind: 'started', ended };
    let kept: Kept = { programs: {}, open: [] };
    sharing = createScreenSharing({
      machine: { platform: 'linux', env: { PATH: '/usr/bin' } },
      kept: { read: () => kept, write: (patch) => void (kept = { ...kept, ...patch }) },
      windows: {
        open: (_request, kind) => void windows.push(`open ${kind}`),
        close: () => windows.push('close') > 0,
        isOpen: () => true,
        setFullScreen: () => {},
        setZoom: () => {},
      } satisfies ScreenShareWindows,
      readShared: async () => ({ share, request }),
      readClients: async () => list,
      ask: async (name, input) => {
        asked.push({ name, input });
        return ok({ position: 3 as Position, shareId: share.id }) as never;
      },
      me: () => me,
      launch: async (file, args) => {
        started.push({ file, args });
        return launched;
      },
      openLink: async (link) => void opened.push(link),
      chooseProgram: async () => viewer,
      forward: () => windows.push('forward'),
      onError: (_event, error) => {
        throw error;
      },
    });
  });
  const reports = () => asked.filter(({ name }) => name === 'screenShare.report').map(({ input }) => input);
  const reported = (outcome: string) => ({ id: share.id, report: { kind: 'launch', outcome } });

  it('starts the client with its own arguments, and ends the session with the program', async () => {
    list = [entryOf({})];
    share = shareOf(list[0]!);
    await sharing.request({ id, client: list[0]!.id });
    await expect.poll(reports).toEqual([reported('started')]);
    expect(started).toEqual([{ file: viewer, args: ['192.0.2.1::5900'] }]);
    expect(windows).toEqual(['open panel']);
    endProgram();
    await expect.poll(() => asked.at(-1)).toEqual({ name: 'screenShare.end', input: { id: share.id } });
  });

  it('waits for a code that the client needs', async () => {
    const launch = { ...entryOf({}).launch, arguments: ['--connect', '{joinCode}'] } as ExpertClient['launch'];
    list = [entryOf({ launch, codeFrom: 'customer' })];
    share = shareOf(list[0]!);
    await sharing.request({ id, client: list[0]!.id });
    sharing.changed([id]);
    share = { ...share, state: 'accepted', code: '123456789' };
    expect(started).toEqual([]);
    sharing.changed([id]);
    await expect.poll(() => started).toEqual([{ file: viewer, args: ['--connect', '123456789'] }]);
    sharing.changed([id]);
    await expect.poll(reports).toHaveLength(1);
  });

  it('starts nothing that is not on the list, whoever asks', async () => {
    const gone = entryOf({});
    share = shareOf(gone);
    await sharing.request({ id, client: gone.id });
    await sharing.launch(id);
    sharing.changed([id]);
    expect(await sharing.locate(gone.id)).toBe(false);
    expect([started, opened]).toEqual([[], []]);
    // Nor for a session of a colleague, or one that is over.
    list = [gone];
    share = shareOf(gone, { technicianId: newId() as ScreenShare['technicianId'] });
    await sharing.launch(id);
    share = shareOf(gone, { state: 'ended' });
    await sharing.launch(id);
    expect(started).toEqual([]);
  });

  it('opens a link with its values encoded, and none of a forbidden scheme', async () => {
    list = [entryOf({ launch: { kind: 'url', url: 'x-help:join?n={customerName}' } })];
    share = shareOf(list[0]!);
    await sharing.request({ id, client: list[0]!.id });
    await expect.poll(() => opened).toEqual(['x-help:join?n=Customer%207']);
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'app://sportello/', 'calc.exe']) {
      list = [entryOf({ launch: { kind: 'url', url } })];
      share = shareOf(list[0]!);
      await sharing.request({ id, client: list[0]!.id });
      await expect.poll(() => reports().at(-1)).toEqual(reported('blocked'));
    }
    expect(opened).toHaveLength(1);
  });

  it('tells what did not come up, and starts again what was found', async () => {
    const launch = { ...entryOf({}).launch, paths: { windows: '', macos: '', linux: '/opt/none' } };
    list = [entryOf({ launch: launch as ExpertClient['launch'] })];
    share = shareOf(list[0]!);
    await sharing.request({ id, client: list[0]!.id });
    await expect.poll(reports).toEqual([reported('missing')]);
    expect((await sharing.clients())[0]?.installed).toBe(false);
    expect(await sharing.locate(list[0]!.id)).toBe(true);
    expect((await sharing.clients())[0]?.installed).toBe(true);
    launched = { kind: 'exited-early', code: 1 };
    await sharing.launch(id);
    await expect.poll(reports).toEqual([reported('missing'), reported('exited-early')]);
  });

  it('closes the window with the session, and ends the session with the window of the built-in view', async () => {
    share = shareOf(null, { state: 'active' });
    await sharing.open(id);
    sharing.windowClosed(id, share.id);
    await expect.poll(() => asked).toEqual([{ name: 'screenShare.end', input: { id: share.id } }]);
    share = { ...share, state: 'ended' };
    sharing.changed([id]);
    await expect.poll(() => windows).toEqual(['open view', 'close', 'forward']);
  });
});
