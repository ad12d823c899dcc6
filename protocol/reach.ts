import { z } from 'zod';
import { Language } from './language.ts';
import { QuietHours } from './quiet-hours.ts';

// How a technician is reached away from the console (spec 7 Notification methods, 8.2): by the relay, which alone knows
// that a request still waits when nobody's console is open.

/** Ways in which the relay reaches a technician; desktop and sound are the console's own. */
export const reachMethods = ['email', 'text', 'webhook'] as const;
export const ReachMethod = z.enum(reachMethods);
export type ReachMethod = z.infer<typeof ReachMethod>;

/** What the other side of a webhook understands. */
const webhookShapes = ['generic', 'slack', 'teams', 'ntfy'] as const;
export const WebhookShape = z.enum(webhookShapes);
export type WebhookShape = z.infer<typeof WebhookShape>;

/** What a technician chose for one method. */
export const ReachChoice = z.object({
  method: ReachMethod,
  on: z.boolean(),
  /** An e-mail address, a telephone number (`+39…`), or a web address; '' if there is none yet. */
  address: z.string().max(1_000),
  /** For how many minutes a request has to wait untaken before this method is used. */
  afterMinutes: z.int().min(0).max(1_440),
  /** Of webhooks; the other methods keep it for nothing. */
  shape: WebhookShape,
});
export type ReachChoice = z.infer<typeof ReachChoice>;

/** Each method with what was chosen, and whether this relay is set up for it. */
export const Reach = z.object({
  methods: z.array(ReachChoice.extend({ offered: z.boolean() })),
  /** By which the receiver of a generic webhook tells the relay's words from others'; the technician's own. */
  webhookSecret: z.string(),
});
export type Reach = z.infer<typeof Reach>;

/**
 * What the console keeps as its settings and the relay goes by too, so that there is one truth of each: quiet hours
 * and privacy count for every method, and the messages are in the console's language.
 */
export const ReachManners = z.object({
  language: Language,
  /** IANA name, such as `Europe/Rome`, in which the quiet hours are meant. */
  timeZone: z
    .string()
    .max(100)
    .refine((name) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: name });
        return true;
      } catch {
        return false; // how Intl says that there is none of this name
      }
    }),
  /** Neither names nor texts leave the relay. */
  isPrivate: z.boolean(),
  quietHours: QuietHours,
});
export type ReachManners = z.infer<typeof ReachManners>;

/** Why a message did not get through. */
export const ReachFailure = z.enum([
  /** The relay is not set up for this method. */
  'not-offered',
  /** Nothing at that address answers. */
  'not-reachable',
  /** It took too long. */
  'no-answer',
  /** No safe connection came about. */
  'not-secure',
  /** The relay's own name and password were not taken. */
  'not-let-in',
  /** The address is one that the relay does not speak to. */
  'not-allowed',
  /** The other side said no; its words go along. */
  'refused',
  /** The relay ended while the other side was being told: whether it heard is not known. */
  'interrupted',
]);
export type ReachFailure = z.infer<typeof ReachFailure>;

/** What came of a test: `said` is what the other side said when it refused, cut short; '' if nothing. */
export const ReachTest = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('delivered') }),
  z.object({ outcome: z.literal('failed'), reason: ReachFailure, said: z.string().max(300) }),
]);
export type ReachTest = z.infer<typeof ReachTest>;
