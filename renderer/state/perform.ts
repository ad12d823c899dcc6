import { create } from 'zustand';
import type { ActionId } from '../../preload/actions.ts';
import type { ConsoleOutput } from '../../protocol/commands.ts';
import type { Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { RequestAction } from '../../protocol/lifecycle.ts';
import { bridge } from '../bridge.ts';
import { translator } from './translator.ts';
import { useAccount } from './account.ts';
import { useConnection } from './connection.ts';
import { useMyRequests } from './my-requests.ts';
import { changeDraft } from './drafts.ts';
import { copyTranscript, uploadFiles } from './files.ts';
import { isOk } from './refusals.ts';
import { neighbour } from './request-list.ts';
import { askToShare, stopSharing } from './screen-share.ts';
import { select, useSelection } from './selection.ts';
import { useSettings, writeSettings } from './settings.ts';

/** Windows over the panes that an action opens, one at a time. */
export type Sheet =
  'palette' | 'settings' | 'shortcuts' | 'transfer' | 'profiles' | 'notice' | 'transcript' | 'sign-out';

/** Parts of the settings. */
export type SettingsPart = 'general' | 'notifications' | 'saved-replies' | 'account';

/** Parts of the window that a shortcut leads to. */
export type FocusPart = 'search' | 'list' | 'mine' | 'composer';

type PerformState = {
  /** The action that waits for the relay's answer. */
  under: ActionId | null;
  sheet: Sheet | null;
  /** Where the settings open. */
  settingsPart: SettingsPart;
  /** Parts of the window ask to be given the focus by this; counted, so that asking again works. */
  focus: { part: FocusPart; count: number };
};

/** What the technician is doing besides looking. */
export const usePerform = create<PerformState>(() => ({
  under: null,
  sheet: null,
  settingsPart: 'general',
  focus: { part: 'list', count: 0 },
}));

/** Opens a window over the panes, or closes the one that is open; who is not signed in has no panes. */
export const openSheet = (sheet: Sheet | null): void =>
  usePerform.setState({
    sheet: useAccount.getState().kind === 'signed-in' ? sheet : null,
    settingsPart: 'general',
  });
/** Opens the settings at one of their parts. */
export function openSettings(part: SettingsPart): void {
  openSheet('settings');
  usePerform.setState({ settingsPart: part });
}
const askFocus = (part: FocusPart) => (): void =>
  usePerform.setState(({ focus }) => ({ focus: { part, count: focus.count + 1 } }));

/** Actions on a request that are one command without more to say. */
type Plain = Exclude<
  RequestAction,
  | `screenShare.${string}`
  | 'file.upload'
  | 'profile.deliver'
  | 'request.transfer'
  | 'request.reopen'
  | 'chat.send'
  | 'chat.note'
  | 'chat.read'
>;

/** Marks the action as under way until the relay has answered. */
async function answered<T>(action: ActionId, id: RequestId, asking: Promise<Result<T>>): Promise<T | null> {
  usePerform.setState({ under: action });
  try {
    const answer = await asking;
    return isOk(answer, id) ? answer.value : null;
  } finally {
    usePerform.setState({ under: null });
  }
}

async function command(action: Plain, id: RequestId): Promise<void> {
  const done = await answered(action, id, bridge.call(action, { id }) as Promise<Result<unknown>>);
  if (done !== null && action === 'chat.join') askFocus('composer')();
}

/** Opens the new request that carries the closed one on. */
async function reopen(id: RequestId): Promise<void> {
  const reopened = await answered(
    'request.reopen',
    id,
    bridge.call('request.reopen', { id }) as Promise<Result<ConsoleOutput<'request.reopen'>>>,
  );
  if (reopened !== null) await select(reopened.id);
}
const withSelected = (work: (id: RequestId) => Promise<void>) => (): void => {
  const { id } = useSelection.getState();
  if (id !== null) void work(id);
};
const onSelected = (action: Plain): (() => void) => withSelected((id) => command(action, id));

/** The request that has waited longest without an answer and that nobody has (spec 8.8). */
async function nextUp(): Promise<void> {
  const sort = { column: 'waiting', descending: false } as const;
  const page = await bridge.call('list.read', { filter: 'new', search: '', sort, offset: 0, limit: 1 });
  if (page.rows[0] !== undefined) await select(page.rows[0].id);
}

const step = (by: 1 | -1) => (): void => {
  const next = neighbour(useSelection.getState().id, by);
  if (next !== null) void select(next);
};

const stepMine = (by: 1 | -1) => (): void => {
  const { rows } = useMyRequests.getState();
  const at = rows.findIndex((row) => row.id === useSelection.getState().id);
  const next = rows[(at + by + rows.length) % rows.length];
  if (next !== undefined) void select(next.id);
};

function copyDetails(): void {
  const details = useSelection.getState().details;
  if (details === null) return;
  const { t, dateTime } = translator();
  const { request, row } = details;
  const { source } = request;
  const lines = [
    `#${request.id} ${request.subject}`,
    `${t('facts.customer')}: ${request.customer.name} <${request.customer.email}>`,
    `${t('facts.company')}: ${row.companyName}`,
    `${t('facts.created')}: ${dateTime(request.createdAt)}`,
    `${t('facts.system')}: ${source.osName}`,
    `${t('facts.browser')}: ${source.browser}`,
    `${t('facts.ip')}: ${source.ip}`,
    ...request.fields.map(({ label, value }) => `${label}: ${value}`),
  ];
  void bridge.call('text.copy', { text: lines.join('\n') });
}

/** Sets whether new requests come to me. */
export async function setAvailable(available: boolean): Promise<void> {
  isOk(await bridge.call('availability.set', { available }), null);
}

function toggleAvailable(): void {
  const account = useAccount.getState();
  if (account.kind === 'signed-in') void setAvailable(!account.available);
}

/** Signs out and deletes everything of the technician from this computer, also what has not been sent. */
export const signOut = (): void => void bridge.call('account.signOut', {});

function toggleTheme(): void {
  const { theme } = useSettings.getState().settings;
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  writeSettings({ theme: isDark ? 'light' : 'dark' });
}

const zoomBy = (by: number) => (): void => {
  const { zoom } = useSettings.getState().settings;
  writeSettings({ zoom: by === 0 ? 1 : Math.min(2, Math.max(0.5, Math.round((zoom + by) * 10) / 10)) });
};

const performers: Readonly<Record<ActionId, () => void>> = {
  'request.assign': onSelected('request.assign'),
  'chat.join': onSelected('chat.join'),
  'chat.end': onSelected('chat.end'),
  'screenShare.request': () => void askToShare(),
  'screenShare.end': () => void stopSharing(),
  'profile.deliver': () => openSheet('profiles'),
  'request.close': onSelected('request.close'),
  'request.unassign': onSelected('request.unassign'),
  'request.transfer': () => openSheet('transfer'),
  'request.reopen': () => {
    const { id } = useSelection.getState();
    if (id !== null) void reopen(id);
  },
  'handover.accept': onSelected('handover.accept'),
  'handover.decline': onSelected('handover.decline'),
  'handover.cancel': onSelected('handover.cancel'),
  'chat.note': () => {
    changeDraft({ note: true });
    askFocus('composer')();
  },
  'chat.popOut': () => {
    const { id } = useSelection.getState();
    if (id !== null) void bridge.call('chat.popOut', { id });
  },
  'request.copyDetails': copyDetails,
  'file.upload': withSelected(uploadFiles),
  'request.copyTranscript': withSelected(copyTranscript),
  'request.exportTranscript': () => openSheet('transcript'),
  'request.nextUp': () => void nextUp(),
  'request.next': step(1),
  'request.previous': step(-1),
  'mine.next': stepMine(1),
  'mine.previous': stepMine(-1),
  'filter.all': () => writeSettings({ filter: 'all' }),
  'filter.new': () => writeSettings({ filter: 'new' }),
  'filter.active': () => writeSettings({ filter: 'active' }),
  'filter.completed': () => writeSettings({ filter: 'completed' }),
  'focus.search': askFocus('search'),
  'focus.list': askFocus('list'),
  'focus.mine': askFocus('mine'),
  'focus.composer': askFocus('composer'),
  'availability.toggle': toggleAvailable,
  'notice.publish': () => openSheet('notice'),
  'palette.open': () => openSheet('palette'),
  'settings.open': () => openSheet('settings'),
  'shortcuts.open': () => openSheet('shortcuts'),
  'theme.toggle': toggleTheme,
  'zoom.in': zoomBy(0.1),
  'zoom.out': zoomBy(-0.1),
  'zoom.reset': zoomBy(0),
  // Signing out deletes what waits to be sent: that is asked about first.
  'account.signOut': () => (useConnection.getState().unsent > 0 ? openSheet('sign-out') : signOut()),
};

/** Does what a button, shortcut, menu or palette entry stands for. Whether it can be done now is asked of `reasonAgainst`. */
export const perform = (action: ActionId): void => performers[action]();
