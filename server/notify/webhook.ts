import { createHmac } from 'node:crypto';
import type { WebhookShape } from '../../protocol/reach.ts';
import { failed, type Outcome } from './outcome.ts';
import { post } from './post.ts';
import type { createWebhookAddresses } from './webhook-address.ts';
import { shaped } from './webhook-shapes.ts';
import type { Words } from './words.ts';

/** What goes to a webhook. `key` is the same at every try, by which a receiver tells a message that comes twice. */
export type WebhookMessage = { key: string; address: string; shape: WebhookShape; secret: string; words: Words };

/** `v1=` and the HMAC-SHA256, in hexadecimal, of the second at which it was made, a dot, and the body. */
const signatureOf = (secret: string, seconds: number, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

export type WebhookParts = { addressOf: ReturnType<typeof createWebhookAddresses>; clock: () => number };

/** Makes the sending to webhooks; those of the generic shape are signed, since others have nothing to check it by. */
export function createWebhooks({ addressOf, clock }: WebhookParts) {
  return async ({ key, address, shape, secret, words }: WebhookMessage): Promise<Outcome> => {
    const read = addressOf(address);
    if (!read.ok) return failed('not-allowed', 'never');
    const { url, body } = shaped(shape, read.value.url, key, words);
    const seconds = Math.floor(clock() / 1_000);
    const signed = {
      'x-sportello-delivery': key,
      'x-sportello-timestamp': String(seconds),
      'x-sportello-signature': signatureOf(secret, seconds, body),
    };
    const headers = { 'content-type': 'application/json', ...(shape === 'generic' ? signed : {}) };
    return post({ ...read.value, url, headers, body });
  };
}
