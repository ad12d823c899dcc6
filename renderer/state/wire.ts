import type { RequestId } from '../../protocol/ids.ts';
import { useAccount } from './account.ts';
import { useConnection } from './connection.ts';
import { refreshConversation, useConversation } from './conversation.ts';
import { useCounts } from './counts.ts';
import { fileProgressed } from './files.ts';
import { draftChanged, flushDraft } from './drafts.ts';
import { refreshMyRequests, useMyRequests } from './my-requests.ts';
import { refreshRequestList, requestListRead, showListPage } from './request-list.ts';
import { refreshNotices, useNotices } from './notices.ts';
import { openSheet, perform } from './perform.ts';
import { forgetPresences, presenceChanged } from './presence.ts';
import { refreshSavedReplies } from './saved-replies.ts';
import { ownRequest } from './own-request.ts';
import { refreshSelection, select, selectOwn, useSelection } from './selection.ts';
import { useSettings } from './settings.ts';
import { listen, readStart, type Listeners } from './start.ts';

// Joins what main tells to the stores: each reads again what of it is on screen, and nothing else.

const concerns = (ids: readonly RequestId[] | null, id: RequestId | null): boolean =>
  id !== null && (ids === null || ids.includes(id));

function isSignedIn(): boolean {
  return useAccount.getState().kind === 'signed-in';
}

async function readLists(): Promise<void> {
  if (ownRequest === null) await Promise.all([refreshRequestList(), refreshMyRequests()]);
}

/** Shows what main knows, for whoever is signed in. */
async function begin(): Promise<void> {
  const { lists } = await readStart();
  if (lists === null) return;
  useCounts.setState(lists.counts);
  if (ownRequest === null) {
    showListPage(lists.requests);
    useMyRequests.setState({ rows: lists.mine });
  } else await selectOwn(ownRequest);
}

const listeners: Listeners = {
  'requests.changed': ({ ids }) => {
    if (!isSignedIn()) return;
    void readLists();
    if (concerns(ids, useSelection.getState().id)) void refreshSelection();
  },
  'conversations.changed': ({ ids }) => {
    if (!isSignedIn()) return;
    // Unread counts and the last line stand in My support requests.
    if (ownRequest === null) void refreshMyRequests();
    const { id, lines } = useConversation.getState();
    if (concerns(ids, id) || lines.some((line) => concerns(ids, line.requestId))) void refreshConversation();
    if (concerns(ids, useSelection.getState().id)) void refreshSelection();
  },
  'draft.changed': (change) => {
    draftChanged(change);
    // My support requests marks those with a draft.
    if (ownRequest === null && isSignedIn()) void refreshMyRequests();
  },
  'notices.changed': () => {
    if (!isSignedIn()) return;
    void refreshSelection();
    if (useNotices.getState().loaded) void refreshNotices();
  },
  // The list brings its own counts with its rows: drawn before them they would take a frame that the rows wait for.
  'counts.changed': (counts) => void requestListRead().then(() => useCounts.setState(counts)),
  'connection.changed': (connection) => {
    const before = useConnection.getState().kind;
    useConnection.setState(connection, true);
    // Own lines on their way say whether they are being sent or wait.
    if (before !== connection.kind) void refreshConversation();
    if (connection.kind === 'offline') forgetPresences();
  },
  'account.changed': (account) => {
    useAccount.setState(account, true);
    if (account.kind === 'signed-in') void readLists();
    else if (ownRequest === null) {
      openSheet(null);
      void select(null);
    }
  },
  'file.progressed': fileProgressed,
  'saved-replies.changed': () => void refreshSavedReplies(),
  'settings.changed': (settings) => useSettings.setState({ settings }),
  'presence.changed': (presence) => presenceChanged(presence, presence.id === useSelection.getState().id),
  'request.shown': ({ id, compose }) => {
    if (ownRequest !== null) return;
    void select(id).then(() => {
      // Once it is drawn: what is not there yet takes no focus.
      if (compose) requestAnimationFrame(() => perform('focus.composer'));
    });
  },
};

/** Another filter or order makes another list, whoever changed it. */
function followSettings(): () => void {
  return useSettings.subscribe((now, before) => {
    const [{ filter, sort }, was] = [now.settings, before.settings];
    if (filter === was.filter && sort.column === was.sort.column && sort.descending === was.sort.descending) return;
    void refreshRequestList();
  });
}

/** Fills the stores with what main knows and keeps them so; answers the function that ends it. */
export async function wire(): Promise<() => void> {
  const { promise: isFilled, resolve: fill } = Promise.withResolvers<void>();
  const stops = listen(listeners, isFilled);
  await begin();
  fill();
  const unfollow = followSettings();
  for (const leaving of ['beforeunload', 'blur']) window.addEventListener(leaving, flushDraft);
  return () => {
    unfollow();
    for (const stop of stops) stop();
    for (const leaving of ['beforeunload', 'blur']) window.removeEventListener(leaving, flushDraft);
  };
}
