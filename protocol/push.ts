import { z } from 'zod';
import { RequestId } from './ids.ts';

// Web Push to customers who left (spec 8, RFC 8030): the browser's push service carries an encrypted word to a device.

/** Where a device gets its pushes, and the keys that they are encrypted with (RFC 8291), as browsers write them. */
export const PushTarget = z.object({
  endpoint: z.string().max(1_000),
  /** A point of P-256, uncompressed: 65 bytes in base64url. */
  p256dh: z.string().regex(/^B[A-Za-z0-9_-]{86}$/),
  /** 16 bytes in base64url. */
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
});
export type PushTarget = z.infer<typeof PushTarget>;

/**
 * What a push says to the device, once that has decrypted it. It holds no secret: whoever sees the device's screen, or
 * the store in which its browser keeps notifications, learns no way into the conversation.
 */
export const PushWord = z.object({
  /** The same at every try: by it a word that comes twice is told. */
  key: z.string(),
  /** The request as this device knows it: one that was opened again goes on under the number it had here. */
  id: RequestId,
  /** The portal's page, from `/`. */
  path: z.string(),
  title: z.string(),
  body: z.string(),
  language: z.string(),
});
export type PushWord = z.infer<typeof PushWord>;
