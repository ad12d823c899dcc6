import { z } from 'zod';
import { Instant } from '../protocol/ids.ts';
import { Language } from '../protocol/language.ts';
import { QuietHours } from '../protocol/quiet-hours.ts';
import { ClientChoice } from '../protocol/client-choice.ts';
import { actionIds } from './actions.ts';

// The part of the bridge that is about settings. It stands alone because the window is opened by them, before main has
// loaded what the rest of the bridge is about.

export const Filter = z.enum(['all', 'new', 'active', 'completed']);
export type Filter = z.infer<typeof Filter>;

export const SortColumn = z.enum([
  'id',
  'customer',
  'company',
  'subject',
  'status',
  'assignee',
  'device',
  'waiting',
  'created',
]);
export type SortColumn = z.infer<typeof SortColumn>;

/** The order of Support requests. */
export const Sort = z.object({ column: SortColumn, descending: z.boolean() });

/** Settings that the page may read and write; the table with defaults and effects is main/settings.ts. */
export const Settings = z.object({
  language: z.enum(['system', ...Language.options]),
  theme: z.enum(['system', 'light', 'dark']),
  zoom: z.number().min(0.5).max(2),
  filter: Filter,
  sort: Sort,
  /** Shares of the window, of 0..1: the two lists' of its width, Support requests' of the lists' height. */
  panes: z.object({ lists: z.number().min(0.3).max(0.8), requests: z.number().min(0.2).max(0.85) }),
  /** Whether Details shows the facts about the request above the chat. */
  facts: z.boolean(),
  notifications: z.boolean(),
  privateNotifications: z.boolean(),
  closeToTray: z.boolean(),
  waitingWarnMinutes: z.int().min(1).max(1_440),
  waitingAlarmMinutes: z.int().min(1).max(1_440),
  sound: z.boolean(),
  /** Of 0..1. */
  volume: z.number().min(0).max(1),
  /** Which events have a sound. */
  sounds: z.object({ request: z.boolean(), offered: z.boolean(), message: z.boolean() }),
  /** Until when nothing disturbs; null: it may. */
  doNotDisturbUntil: z.union([Instant, z.literal('turned-off')]).nullable(),
  quietHours: QuietHours,
  /** After how long a request that nobody took is brought up again; 0: never. */
  remindMinutes: z.int().min(0).max(60),
  /** After how long without a touch I count as away; 0: never. */
  awayMinutes: z.int().min(0).max(240),
  startAtSignIn: z.boolean(),
  /** Chats in windows of their own stay above all other windows. */
  popOutOnTop: z.boolean(),
  /** What screen sharing is asked for with unless another client is chosen. */
  expertClient: ClientChoice,
  /** Those used last from the command palette, newest first. */
  recentActions: z.array(z.enum(actionIds)).max(8),
});
export type Settings = z.infer<typeof Settings>;
