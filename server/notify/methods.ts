import { emailPattern } from '../../protocol/limits.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { WebhookShape } from '../../protocol/reach.ts';
import type { Config } from '../config.ts';
import { pushKeys } from '../secrets.ts';
import type { OutgoingMethod } from '../store/reach-store.ts';
import { createMailer, type Mail } from './mailer.ts';
import { failed, type Outcome } from './outcome.ts';
import { createPushAddresses } from './push-address.ts';
import { createPushes, type Push } from './push.ts';
import { createTextService } from './text-service.ts';
import { createWebhookAddresses } from './webhook-address.ts';
import { createWebhooks, type WebhookMessage } from './webhook.ts';

/** A message ready to go by its method. */
export type Message =
  | ({ method: 'email' } & Mail)
  | { method: 'text'; to: string; body: string }
  | ({ method: 'webhook' } & WebhookMessage)
  | ({ method: 'push' } & Push);

export type Methods = ReturnType<typeof createMethods>;

/** As the world writes telephone numbers (E.164). */
const telephone = /^\+[1-9]\d{6,14}$/;

/**
 * Whether the receiver notices a message that comes twice: mails have their Message-ID and generic webhooks the id of
 * the delivery, and a device shows the same push once. Telephones and chats show it twice.
 */
export const areTwinsToldApart = ({ method, shape }: { method: OutgoingMethod; shape: WebhookShape }): boolean =>
  method === 'email' || method === 'push' || (method === 'webhook' && shape === 'generic');

export type MethodsParts = {
  config: Config;
  relayKey: string;
  /** The relay's public address. */
  base: () => string;
  clock: () => number;
};

/** The ways in which this relay can tell somebody something, as it is configured. */
export function createMethods({ config, relayKey, base, clock }: MethodsParts) {
  const mailer = createMailer({ config });
  const texts = createTextService({ config });
  const addressOf = createWebhookAddresses(config.webhookHosts);
  const webhook = createWebhooks({ addressOf, clock });

  const pushAddressOf = createPushAddresses(config.pushHosts);
  const keys = pushKeys(relayKey);
  const contact = (): string => (config.mailFrom === '' ? base() : `mailto:${config.mailFrom}`);
  const push = createPushes({ addressOf: pushAddressOf, keys, contact });

  const offered: Readonly<Record<OutgoingMethod, boolean>> = {
    email: mailer.isSetUp,
    text: texts.isSetUp,
    webhook: true,
    push: config.pushHosts.length > 0,
  };
  const isOffered = (method: OutgoingMethod): boolean => offered[method];

  return {
    isOffered,
    /** Under which browsers subscribe to pushes; null where there are none. */
    pushKey: offered.push ? keys.publicKey : null,
    /** Why nobody can be reached at this address by this method, or null. */
    objection: (method: OutgoingMethod, address: string): ErrorCode | null => {
      if (method === 'webhook' || method === 'push') {
        const read = (method === 'push' ? pushAddressOf : addressOf)(address);
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
        case 'push':
          return push(message);
      }
    },
  };
}
