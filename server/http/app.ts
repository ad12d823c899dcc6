import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify, LogController, type FastifyError, type FastifyRequest } from 'fastify';
import { refuse } from '../../protocol/errors.ts';
import { SignIn, type PortalInfo } from '../../protocol/handshake.ts';
import type { CompanyId } from '../../protocol/ids.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Portal, Store } from '../store/store.ts';
import { answer, answerNonsense, translatorFor } from './refusals.ts';
import { serveRequestPage } from './request-page.ts';

export type HttpParts = {
  store: Store;
  accounts: Accounts;
  metrics: Metrics;
  log: Log;
  isAnybodyAvailable: (company: CompanyId) => Promise<boolean>;
  /** Whether this relay sends mail. */
  answersByMail: boolean;
  /** False while the relay stops: nobody new should be sent here. */
  isReady: () => boolean;
  addressOf: (request: FastifyRequest) => string;
  /** Folder of the built portal pages. */
  portalFolder: string;
};

/** The page may load what the relay itself serves, speak to the relay, and stand in frames of its company's own sites. */
const pagePolicy = (embedOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${embedOrigins.join(' ')}`.trim(),
  ].join('; ');

/** Of what browsers can be asked for, the page may show the screen, each time on the customer's own click. */
const pagePermissions = 'display-capture=(self), microphone=(), geolocation=()';

/** Asked here, rather than through a proxy that stands here. */
const isFromThisMachine = ({ ip, headers }: FastifyRequest): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(ip) && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;

/** The relay's HTTP side: portal pages, sign-in, health, metrics. Every refusal is JSON with a code and a sentence. */
export function createHttpApp({
  store,
  accounts,
  metrics,
  log,
  isAnybodyAvailable,
  answersByMail,
  isReady,
  addressOf,
  portalFolder,
}: HttpParts) {
  const app = fastify({
    loggerInstance: log,
    bodyLimit: 16_384,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: false,
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: answerNonsense,
    // What has no route because its path can't be read.
    frameworkErrors: (_error, request, reply) => void answer(request, reply, refuse('bad-input')),
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
  });
  app.setNotFoundHandler((request, reply) => answer(request, reply, refuse('not-found')));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ error }, 'http request failed');
    const code = status >= 500 ? 'internal' : status === 413 ? 'too-large' : 'bad-input';
    return answer(request, reply, refuse(code));
  });

  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (request, reply) =>
    isReady() ? { ok: true, head: await store.read.head() } : answer(request, reply, refuse('relay-stopping')),
  );
  app.get('/metrics', async (request, reply) => {
    if (!isFromThisMachine(request)) return answer(request, reply, refuse('not-found'));
    return reply.type(metrics.contentType).send(await metrics.text());
  });

  app.post('/api/sign-in', async (request, reply) => {
    const input = SignIn.safeParse(request.body);
    if (!input.success) return answer(request, reply, refuse('bad-input'));
    const result = await accounts.signIn(input.data, addressOf(request));
    return result.ok ? reply.send(result) : answer(request, reply, result);
  });

  async function portalInfo(portal: Portal): Promise<PortalInfo> {
    const company = await store.read.company(portal.companyId);
    const { slug, title, language, fields, open } = portal;
    const notices = (await store.read.notices(portal.companyId)).map((notice) => notice.text);
    const anybodyAvailable = await isAnybodyAvailable(portal.companyId);
    return {
      slug,
      companyName: company?.name ?? '',
      title,
      language,
      fields,
      open,
      anybodyAvailable,
      answersByMail,
      notices,
    };
  }

  app.get<{ Params: { slug: string } }>('/api/portals/:slug', async (request, reply) => {
    const portal = await store.read.portal(request.params.slug);
    if (portal === null) return answer(request, reply, refuse('not-found'));
    return reply.header('cache-control', 'no-store').send({ ok: true, value: await portalInfo(portal) });
  });

  serveRequestPage(
    app,
    (request) => translatorFor(request.headers['accept-language']),
    (request, reply) => answer(request, reply, refuse('not-found')),
  );
  if (existsSync(portalFolder)) {
    app.register(fastifyStatic, {
      root: path.join(portalFolder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
    });
    app.get<{ Params: { slug: string } }>('/p/:slug', async (request, reply) => {
      const portal = await store.read.portal(request.params.slug);
      return reply
        .code(portal === null ? 404 : 200)
        .header('content-security-policy', pagePolicy(portal?.embedOrigins ?? []))
        .header('permissions-policy', pagePermissions)
        .header('cache-control', 'no-cache')
        .sendFile('index.html', portalFolder, { cacheControl: false });
    });
    // At the top, so that it may serve all portals; it is asked for anew each time, and holds nothing of its own back.
    app.get('/push.js', (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('push.js', portalFolder, { cacheControl: false }),
    );
    app.get('/embed.js', (_request, reply) =>
      reply
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'no-cache')
        .sendFile('embed.js', portalFolder, { cacheControl: false }),
    );
  }
  return app;
}
