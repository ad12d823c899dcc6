import type { Config } from '../config.ts';
import type { Outcome } from './outcome.ts';
import { post } from './post.ts';

export type TextServiceParts = { config: Pick<Config, 'textApi' | 'textAccount' | 'textToken' | 'textFrom'> };

/** Sends text messages by a service that speaks as Twilio's does: a form, posted with the account's name and token. */
export function createTextService({ config }: TextServiceParts) {
  const { textApi, textAccount, textToken, textFrom } = config;
  const path = `/2010-04-01/Accounts/${encodeURIComponent(textAccount)}/Messages.json`;
  const url = new URL(`${textApi.replace(/\/+$/, '')}${path}`);
  const credentials = Buffer.from(`${textAccount}:${textToken}`).toString('base64');
  return {
    isSetUp: textAccount !== '',
    send: ({ to, body }: { to: string; body: string }): Promise<Outcome> =>
      post({
        url,
        headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ To: to, From: textFrom, Body: body }).toString(),
      }),
  };
}
