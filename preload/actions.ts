/**
 * Every action of the console that has a name: menu, command palette, buttons and shortcut help all come from here.
 * Text keys are `action.<id>`. Whether an action on a request is possible is asked of protocol/lifecycle.ts.
 */
export const actionIds = [
  'request.assign',
  'chat.join',
  'file.upload',
  'chat.end',
  'screenShare.request',
  'screenShare.end',
  'profile.deliver',
  'request.close',
  'request.unassign',
  'request.transfer',
  'request.reopen',
  'handover.accept',
  'handover.decline',
  'handover.cancel',
  'chat.note',
  'chat.popOut',
  'request.copyDetails',
  'request.copyTranscript',
  'request.exportTranscript',
  'request.nextUp',
  'request.next',
  'request.previous',
  'mine.next',
  'mine.previous',
  'filter.all',
  'filter.new',
  'filter.active',
  'filter.completed',
  'focus.search',
  'focus.list',
  'focus.mine',
  'focus.composer',
  'availability.toggle',
  'notice.publish',
  'palette.open',
  'settings.open',
  'shortcuts.open',
  'theme.toggle',
  'zoom.in',
  'zoom.out',
  'zoom.reset',
  'account.signOut',
] as const;

export type ActionId = (typeof actionIds)[number];

/** Where an action stands in the menu bar and in the palette. */
export type ActionGroup = 'request' | 'go' | 'view' | 'console';

export type Action = {
  id: ActionId;
  group: ActionGroup;
  /** Electron accelerator; `CmdOrCtrl` is Cmd on macOS, Ctrl elsewhere. Absent: no shortcut of its own. */
  shortcut?: string;
  /** On macOS, where it differs. */
  macShortcut?: string;
  /** Its point is the relay's answer, so it is off while there is no connection (protocol/commands.ts, delivery). */
  online?: true;
};

export const actions: readonly Action[] = [
  { id: 'request.assign', group: 'request', shortcut: 'CmdOrCtrl+Shift+A', online: true },
  { id: 'chat.join', group: 'request', shortcut: 'CmdOrCtrl+J', online: true },
  { id: 'chat.end', group: 'request', shortcut: 'CmdOrCtrl+Shift+E', online: true },
  { id: 'file.upload', group: 'request', shortcut: 'CmdOrCtrl+U' },
  { id: 'screenShare.request', group: 'request', shortcut: 'CmdOrCtrl+Shift+S', online: true },
  { id: 'screenShare.end', group: 'request', shortcut: 'CmdOrCtrl+Shift+X', online: true },
  { id: 'profile.deliver', group: 'request', shortcut: 'CmdOrCtrl+Shift+M', online: true },
  { id: 'request.close', group: 'request', shortcut: 'CmdOrCtrl+Shift+D' },
  { id: 'request.unassign', group: 'request', shortcut: 'CmdOrCtrl+Shift+U' },
  { id: 'request.transfer', group: 'request', shortcut: 'CmdOrCtrl+T', online: true },
  { id: 'request.reopen', group: 'request', shortcut: 'CmdOrCtrl+Shift+O', online: true },
  { id: 'handover.accept', group: 'request', online: true },
  { id: 'handover.decline', group: 'request', online: true },
  { id: 'handover.cancel', group: 'request', online: true },
  { id: 'chat.note', group: 'request', shortcut: 'CmdOrCtrl+Shift+N' },
  { id: 'chat.popOut', group: 'request', shortcut: 'CmdOrCtrl+Shift+W' },
  { id: 'request.copyDetails', group: 'request', shortcut: 'CmdOrCtrl+Shift+C' },
  { id: 'request.copyTranscript', group: 'request' },
  { id: 'request.exportTranscript', group: 'request', shortcut: 'CmdOrCtrl+E' },
  { id: 'request.nextUp', group: 'go', shortcut: 'CmdOrCtrl+Enter' },
  { id: 'request.next', group: 'go', shortcut: 'Alt+Down' },
  { id: 'request.previous', group: 'go', shortcut: 'Alt+Up' },
  { id: 'mine.next', group: 'go', shortcut: 'Ctrl+Tab' },
  { id: 'mine.previous', group: 'go', shortcut: 'Ctrl+Shift+Tab' },
  { id: 'focus.search', group: 'go', shortcut: 'CmdOrCtrl+F' },
  { id: 'focus.list', group: 'go', shortcut: 'Alt+1', macShortcut: 'Cmd+Alt+1' },
  { id: 'focus.mine', group: 'go', shortcut: 'Alt+2', macShortcut: 'Cmd+Alt+2' },
  { id: 'focus.composer', group: 'go', shortcut: 'Alt+3', macShortcut: 'Cmd+Alt+3' },
  { id: 'filter.all', group: 'view', shortcut: 'CmdOrCtrl+1' },
  { id: 'filter.new', group: 'view', shortcut: 'CmdOrCtrl+2' },
  { id: 'filter.active', group: 'view', shortcut: 'CmdOrCtrl+3' },
  { id: 'filter.completed', group: 'view', shortcut: 'CmdOrCtrl+4' },
  { id: 'theme.toggle', group: 'view', shortcut: 'CmdOrCtrl+Shift+L' },
  { id: 'zoom.in', group: 'view', shortcut: 'CmdOrCtrl+Plus' },
  { id: 'zoom.out', group: 'view', shortcut: 'CmdOrCtrl+-' },
  { id: 'zoom.reset', group: 'view', shortcut: 'CmdOrCtrl+0' },
  { id: 'palette.open', group: 'console', shortcut: 'CmdOrCtrl+K' },
  { id: 'availability.toggle', group: 'console', shortcut: 'CmdOrCtrl+Shift+V', online: true },
  { id: 'notice.publish', group: 'console', online: true },
  { id: 'settings.open', group: 'console', shortcut: 'CmdOrCtrl+,' },
  { id: 'shortcuts.open', group: 'console', shortcut: 'CmdOrCtrl+/' },
  { id: 'account.signOut', group: 'console' },
];

/** The keys of an action on a system, as an Electron accelerator. */
export const keysOf = ({ shortcut, macShortcut }: Action, platform: string): string | undefined =>
  platform === 'darwin' ? (macShortcut ?? shortcut) : shortcut;
