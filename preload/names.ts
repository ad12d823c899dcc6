import type { EventName, Method } from './contract.ts';

// The bare names, for the sandboxed preload that cannot carry the schemas. The compiler holds both lists to the contract.

const all =
  <T extends string>() =>
  <const N extends readonly T[]>(names: [T] extends [N[number]] ? N : never): N =>
    names;

export const methodNames = all<Method>()([
  'app.read',
  'account.read',
  'account.signIn',
  'account.signOut',
  'connection.read',
  'settings.read',
  'settings.write',
  'list.read',
  'mine.read',
  'counts.read',
  'companies.read',
  'notices.read',
  'request.read',
  'conversation.read',
  'draft.read',
  'draft.write',
  'presence.read',
  'availability.set',
  'request.assign',
  'request.unassign',
  'request.transfer',
  'request.close',
  'request.reopen',
  'handover.accept',
  'handover.decline',
  'handover.cancel',
  'chat.join',
  'chat.end',
  'chat.send',
  'chat.note',
  'chat.read',
  'notice.publish',
  'notice.end',
  'session.revoke',
  'session.list',
  'transfer.candidates',
  'refused.retry',
  'refused.discard',
  'typing.set',
  'viewing.set',
  'link.open',
  'text.copy',
  'page.failed',
]);

export const eventNames = all<EventName>()([
  'requests.changed',
  'conversations.changed',
  'counts.changed',
  'notices.changed',
  'connection.changed',
  'account.changed',
  'settings.changed',
  'presence.changed',
  'request.shown',
  'action.invoked',
]);
