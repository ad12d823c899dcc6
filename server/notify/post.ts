import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { failed, type Failure, type Outcome } from './outcome.ts';

export type Post = {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  /** Finds the address of the host, or refuses to; the system's own where absent. */
  lookup?: LookupFunction;
};

/** Where to post, once it is known that the relay speaks to it. */
export type PostAddress = Pick<Post, 'url' | 'lookup'>;

const giveUpAfterMs = 10_000;
const longestAnswer = 2_048;
/** Too early, too many, or too slow: of what a receiver refuses, what it may take later. */
const laterStatuses = [408, 425, 429];
/** By which a `lookup` says that the relay does not speak to an address. */
export const notAllowedCode = 'ENOTALLOWED';

function outcomeOf(status: number, said: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const isLater = status >= 500 || laterStatuses.includes(status);
  return { ...failed('refused', isLater ? 'always' : 'never', `${status} ${said}`), status };
}

/** What went wrong on the way. What broke before there was a connection did not arrive; later it may have. */
function failureOf(error: unknown, wasConnected: boolean): Failure {
  const code = String(Reflect.get(error as object, 'code') ?? '');
  const again = wasConnected ? 'if-twins-are-told-apart' : 'always';
  if (code === notAllowedCode) return failed('not-allowed', 'never');
  if (code === 'ABORT_ERR') return failed('no-answer', again);
  if (/CERT|SSL|TLS|^EPROTO|SIGNATURE/.test(code)) return failed('not-secure', 'always');
  return failed('not-reachable', again);
}

/**
 * Posts over a connection of its own and answers what came of it. Redirects are refusals: where they lead nobody has
 * checked. Of the answer no more than the beginning is read, and the whole takes ten seconds at most.
 */
export function post({ url, headers, body, lookup }: Post): Promise<Outcome> {
  const request = url.protocol === 'http:' ? overHttp : overHttps;
  return new Promise((resolve) => {
    let wasConnected = false;
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'Sportello' },
      agent: false,
      signal: AbortSignal.timeout(giveUpAfterMs),
      ...(lookup === undefined ? {} : { lookup }),
    });
    const connected = (): void => void (wasConnected = true);
    sent.once('socket', (socket) => socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', connected));
    sent.once('error', (error) => resolve(failureOf(error, wasConnected)));
    sent.once('response', (response) => {
      let said = '';
      const done = (): void => {
        resolve(outcomeOf(response.statusCode ?? 0, said));
        response.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        said += part;
        if (said.length >= longestAnswer) done();
      });
      response.once('end', done);
      // What it says is known by its status; how long it goes on saying it is not waited for.
      response.once('error', done);
    });
    sent.end(body);
  });
}
