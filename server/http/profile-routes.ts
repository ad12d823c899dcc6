import type { FastifyReply, FastifyRequest } from 'fastify';
import { translatorOf } from '../../i18n/catalogues.ts';
import { profileFilePath, profilePath } from '../../protocol/links.ts';
import { disposition } from '../files/disposition.ts';
import { androidPage, certificateFile } from '../profiles/android.ts';
import type { createDeliveries, Found } from '../profiles/deliveries.ts';
import { mobileconfig } from '../profiles/mobileconfig.ts';
import { deadLinkPage, pagePolicy } from '../profiles/page.ts';
import type { Signer } from '../profiles/sign.ts';
import type { HttpApp } from './file-routes.ts';
import { translatorFor } from './refusals.ts';

export type ProfileRouteParts = {
  deliveries: ReturnType<typeof createDeliveries>;
  /** Null: profiles go out unsigned. */
  sign: Signer | null;
};
type OneProfile = { Params: { id: string; token: string } };
type Good = Extract<Found, { kind: 'good' }>;

const translators = { en: translatorOf('en'), it: translatorOf('it') };
const deadStatus = { expired: 410, revoked: 410, unknown: 404 } as const;

/** The ways by which customers' devices get profiles. The link alone opens them: installers send nothing else along. */
export function mountProfiles(app: HttpApp, { deliveries, sign }: ProfileRouteParts): void {
  const page = (reply: FastifyReply, status: number, markup: string): FastifyReply =>
    reply
      .code(status)
      .headers({ 'content-security-policy': pagePolicy, 'cache-control': 'private, no-store' })
      .type('text/html; charset=utf-8')
      .send(markup);
  const dead = (request: FastifyRequest, reply: FastifyReply, found: Exclude<Found, Good>): FastifyReply => {
    const translator =
      found.kind === 'unknown' ? translatorFor(request.headers['accept-language']) : translators[found.language];
    return page(reply, deadStatus[found.kind], deadLinkPage(translator, found.kind));
  };
  const attachment = (reply: FastifyReply, type: string, name: string, bytes: Buffer): FastifyReply =>
    reply
      .headers({
        'content-type': type,
        'content-disposition': disposition(name),
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-store',
      })
      .send(bytes);

  // Whoever only looks whether there is something must not count as having it.
  const routed = { exposeHeadRoute: false };

  app.get<OneProfile>(profilePath(':id', ':token'), routed, async (request, reply) => {
    const { id, token } = request.params;
    const found = await deliveries.find(id, token);
    if (found.kind !== 'good') return dead(request, reply, found);
    const { filled, delivery, language } = found;
    if (delivery.system === 'android') {
      const markup = androidPage(translators[language], filled, profileFilePath(id, token));
      await deliveries.noteFetched(delivery);
      return page(reply, 200, markup);
    }
    const xml = mobileconfig(filled);
    const bytes = sign === null ? Buffer.from(xml) : await sign(xml);
    await deliveries.noteFetched(delivery);
    return attachment(reply, 'application/x-apple-aspen-config', `${filled.profile.name}.mobileconfig`, bytes);
  });

  app.get<OneProfile>(profileFilePath(':id', ':token'), routed, async (request, reply) => {
    const found = await deliveries.find(request.params.id, request.params.token);
    if (found.kind !== 'good') return dead(request, reply, found);
    const file = found.delivery.system === 'android' ? certificateFile(found.filled) : null;
    if (file === null) return dead(request, reply, { kind: 'unknown' });
    return attachment(reply, file.type, `${found.filled.profile.name}.${file.extension}`, file.bytes);
  });
}
