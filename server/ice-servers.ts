import { createHmac } from 'node:crypto';
import type { IceServers } from '../protocol/screen-share.ts';
import type { Config } from './config.ts';

export type IceParts = {
  config: Pick<Config, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnMinutes' | 'mediaOverTurnOnly'>;
  clock: () => number;
};

/**
 * Servers for one side of a built-in screen view. TURN credentials are those of coturn's REST scheme: the user's name
 * is the second at which they lapse and whose they are, the password its HMAC under the secret that TURN shares.
 */
export function createIceServers({ config, clock }: IceParts): (who: string) => IceServers {
  const { stunUrls, turnUrls, turnSecret, turnMinutes, mediaOverTurnOnly } = config;
  return (who) => {
    const username = `${Math.floor(clock() / 1_000) + turnMinutes * 60}:${who}`;
    const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
    return {
      servers: [
        ...(stunUrls.length === 0 ? [] : [{ urls: stunUrls }]),
        ...(turnUrls.length === 0 ? [] : [{ urls: turnUrls, username, credential }]),
      ],
      relayOnly: mediaOverTurnOnly,
    };
  };
}
