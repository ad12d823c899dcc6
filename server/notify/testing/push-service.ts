import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PushWord, type PushTarget } from '../../../protocol/push.ts';
import type { Certificate } from './certificates.ts';

export type Pushed = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type PushService = Awaited<ReturnType<typeof openPushService>>;
export type Device = ReturnType<PushService['device']>;

const part = (text: string | undefined): unknown => JSON.parse(Buffer.from(text ?? '', 'base64url').toString());

/** Who signed a push, and what the signature says (RFC 8292); throws where it is not right. */
export function signedBy({ authorization = '' }: IncomingHttpHeaders): { key: string; claims: unknown } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } as never });
  const signer = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const isRight = verify('sha256', Buffer.from(`${head}.${claims}`), signer, Buffer.from(signature, 'base64url'));
  if (!isRight || (part(head) as { alg: string }).alg !== 'ES256') throw new Error('the signature is not right');
  return { key, claims: part(claims) };
}

/** A browser's push service on loopback, by https, that keeps what it is sent and answers as it is told. */
export async function openPushService({ cert, key }: Certificate) {
  const pushes: Pushed[] = [];
  const takes = (response: ServerResponse): unknown => response.writeHead(201).end();
  let answer: (response: ServerResponse) => unknown = takes;
  const server = createServer({ cert, key }, (request, response) => {
    void buffer(request).then((body) => {
      pushes.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = `localhost:${port}`;
  let count = 0;

  return {
    host,
    pushes,
    answer: (next: typeof answer = takes): void => void (answer = next),
    shut: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    open: async (): Promise<void> => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    /** A device with keys of its own, that decrypts what is for it (RFC 8291, 8188). */
    device: () => {
      const curve = createECDH('prime256v1');
      const own = curve.generateKeys();
      const auth = randomBytes(16);
      const path = `/device-${(count += 1)}`;
      const [p256dh, secret] = [own.toString('base64url'), auth.toString('base64url')];
      const target: PushTarget = { endpoint: `https://${host}${path}`, p256dh, auth: secret };
      const text = ({ body }: Pushed): string => {
        const salt = body.subarray(0, 16);
        const theirs = body.subarray(21, 21 + body.readUInt8(20));
        const sealed = body.subarray(21 + theirs.length);
        const info = Buffer.concat([Buffer.from('WebPush: info\0'), own, theirs]);
        const shared = Buffer.from(hkdfSync('sha256', curve.computeSecret(theirs), auth, info, 32));
        const derived = (name: string, length: number): Buffer =>
          Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${name}\0`, length));
        const cipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
        cipher.setAuthTag(sealed.subarray(-16));
        const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
        return padded.subarray(0, padded.lastIndexOf(2)).toString();
      };
      const mine = (): Pushed[] => pushes.filter((pushed) => pushed.path === path);
      return {
        target,
        text,
        /** What the device was sent, in order. */
        pushes: mine,
        words: (): PushWord[] => mine().map((pushed) => PushWord.parse(JSON.parse(text(pushed)))),
      };
    },
  };
}
