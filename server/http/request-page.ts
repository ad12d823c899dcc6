import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRequestNumber, requestLink, requestPagePath } from '../../protocol/links.ts';
import { escaped } from '../../i18n/markup.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { HttpApp } from './file-routes.ts';

// The page behind a link in a mail, a text message or a chat of the team, none of which take `sportello:` for a link.
// It says the same of every number: whether there is such a request is the console's to know, once somebody is signed in.

const style = `
:root { color-scheme: light dark; font: 15px/1.5 Inter, system-ui, 'Segoe UI', sans-serif;
  background: light-dark(#f6f6f8, #131418); color: light-dark(#17181c, #edeef2); }
body { display: grid; place-items: center; min-height: 100dvh; margin: 0; padding: 24px; box-sizing: border-box; }
main { width: 100%; max-width: 400px; padding: 32px; border-radius: 12px; box-sizing: border-box;
  border: 1px solid light-dark(#e5e6eb, #2a2c35); background: light-dark(#fff, #1a1b20); }
h1 { margin: 0 0 20px; font-size: 20px; line-height: 1.3; }
a { display: block; padding: 11px 20px; border-radius: 7px; background: light-dark(#3b5bdb, #4263eb); color: #fff;
  font-weight: 600; text-align: center; text-decoration: none; }
a:hover { background: light-dark(#3350c4, #4f6ff0); }
a:focus-visible { outline: 2px solid light-dark(#3b5bdb, #9db1ff); outline-offset: 2px; }
p { margin: 20px 0 0; font-size: 13px; color: light-dark(#50545e, #b0b5c1); }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The page of one number: opens the console by itself after a moment, and has a button where a browser wants a click. */
function pageOf(id: RequestId, { t, language }: Translator): string {
  const [title, open, hint] = [t('requestPage.title', { id }), t('requestPage.open'), t('requestPage.hint')].map(
    escaped,
  );
  const link = requestLink(id);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="1; url=${link}">
<title>${title}</title>
<style>${style}</style>
</head>
<body><main><h1>${title}</h1><a href="${link}">${open}</a><p>${hint}</p></main></body>
</html>
`;
}

/** Serves `/r/<number>`. */
export function serveRequestPage(
  app: HttpApp,
  translator: (request: FastifyRequest) => Translator,
  notFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
  app.get<{ Params: { number: string } }>(requestPagePath(':number'), async (request, reply) => {
    const id = parseRequestNumber(request.params.number);
    if (id === null) return notFound(request, reply);
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(pageOf(id, translator(request)));
  });
}
