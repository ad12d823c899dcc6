import { z } from 'zod';
import { Instant, RequestId } from '../protocol/ids.ts';

// The part of the bridge that is about the desktop: notifications and what became of them, sounds, deep links.

/** What a technician is notified of. */
export const NotificationKind = z.enum(['request', 'offered', 'message']);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** Why no notification was shown, or why one went away again. */
export const NotificationReason = z.enum([
  // decided here
  'notifications-off',
  'do-not-disturb',
  'quiet-hours',
  'on-screen',
  'window-focused',
  // said by the operating system
  'no-service',
  'refused-by-system',
  // because it was dealt with, here or on another machine
  'taken',
  'answered',
  'read',
]);
export type NotificationReason = z.infer<typeof NotificationReason>;

/** What became of the notification of one event on this machine, step by step (spec 8.3). */
export const NotificationStep = z.object({
  at: Instant,
  requestId: RequestId,
  kind: NotificationKind,
  step: z.enum([
    /** The operating system took it. */
    'shown',
    /** It was shown anew, since nobody had taken the request. */
    'reminded',
    'suppressed',
    'failed',
    'clicked',
    'dismissed',
    'expired',
    'snoozed',
    /** Taken off the screen by the console: `reason` says why. */
    'withdrawn',
  ]),
  reason: NotificationReason.nullable(),
});
export type NotificationStep = z.infer<typeof NotificationStep>;

/** Why nothing is known of the notification of a request: what this console was at the time. */
export const Absence = z.enum(['unavailable', 'offline', 'not-running']);
export type Absence = z.infer<typeof Absence>;

/** What a request's notifications came to, oldest first; without any, why that is so, if it is known. */
export const NotificationStory = z.object({ steps: z.array(NotificationStep), absence: Absence.nullable() });
export type NotificationStory = z.infer<typeof NotificationStory>;

/** What the operating system said to the notification of a self-test. */
export const SelfTest = z.object({
  outcome: z.enum([
    'shown',
    /** It took the notification, and shows none at the moment: its own do-not-disturb is on. */
    'held-back',
    'no-service',
    'refused-by-system',
    /** It neither showed it nor said why not. */
    'no-answer',
  ]),
  /** What keeps this console from notifying right now, though the operating system would. */
  hindrance: NotificationReason.extract(['notifications-off', 'do-not-disturb', 'quiet-hours']).nullable(),
});
export type SelfTest = z.infer<typeof SelfTest>;

/** How long nothing is to disturb; `on`: until it is turned off. */
export const DoNotDisturb = z.enum(['hour', 'tomorrow', 'on', 'off']);
export type DoNotDisturb = z.infer<typeof DoNotDisturb>;

const nothing = z.object({});

export const desktopMethods = {
  'notification.test': { input: nothing, output: SelfTest },
  'notification.story': { input: z.object({ id: RequestId }), output: NotificationStory },
  /** The last steps of all requests, newest first. */
  'notification.history': { input: nothing, output: z.array(NotificationStep) },
  'doNotDisturb.set': { input: z.object({ choice: DoNotDisturb }), output: nothing },
  /** The page listens: what it was to be shown meanwhile is shown now. */
  'page.opened': { input: nothing, output: nothing },
  /** Opens the chat of a request in a window of its own. */
  'chat.popOut': { input: z.object({ id: RequestId }), output: nothing },
};

export const desktopEvents = {
  'sound.wanted': z.object({ sound: NotificationKind, volume: z.number().min(0).max(1) }),
};
