import { emailPattern } from '../../protocol/limits.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ReachChoice, ReachMethod } from '../../protocol/reach.ts';
import type { Config } from '../config.ts';
import { createMailer, type Mail } from './mailer.ts';
import { failed, type Outcome } from './outcome.ts';
import { createTextService } from './text-service.ts';
import { createWebhookAddresses } from './webhook-address.ts';
import { createWebhooks, type WebhookMessage } from './webhook.ts';

/** A message ready to go by its method. */
export type Message =
  | ({ method: 'email' } & Mail)
  | { method: 'text'; to: string; body: string }
  | ({ method: 'webhook' } & WebhookMessage);

export type Methods = ReturnType<typeof createMethods>;

/** As the world writes telephone numbers (E.164). */
const telephone = /^\+[1-9]\d{6,14}$/;

/**
 * Whether the receiver notices a message that comes twice: mails have their Message-ID and generic webhooks the id of
 * the delivery. Telephones and chats show it twice.
 */
export const areTwinsToldApart = ({ method, shape }: Pick<ReachChoice, 'method' | 'shape'>): boolean =>
  method === 'email' || (method === 'webhook' && shape === 'generic');

/** The ways in which this relay can tell somebody something, as it is configured. */
export function createMethods({ config, clock }: { config: Config; clock: () => number }) {
  const mailer = createMailer({ config });
  const texts = createTextService({ config });
  const addressOf = createWebhookAddresses(config.webhookHosts);
  const webhook = createWebhooks({ addressOf, clock });

  const isOffered = (method: ReachMethod): boolean =>
    method === 'webhook' || (method === 'email' ? mailer.isSetUp : texts.isSetUp);

  return {
    isOffered,
    /** Why nobody can be reached at this address by this method, or null. */
    objection: (method: ReachMethod, address: string): ErrorCode | null => {
      if (method === 'webhook') {
        const read = addressOf(address);
        return read.ok ? null : read.code;
      }
      return (method === 'email' ? emailPattern : telephone).test(address) ? null : 'address-not-right';
    },
    deliver: (message: Message): Promise<Outcome> => {
      if (!isOffered(message.method)) return Promise.resolve(failed('not-offered', 'never'));
      switch (message.method) {
        case 'email':
          return mailer.send(message);
        case 'text':
          return texts.send(message);
        case 'webhook':
          return webhook(message);
      }
    },
  };
}
