import { createHash } from 'node:crypto';
import { escaped } from '../../i18n/markup.ts';
import type { Translator } from '../../i18n/translate.ts';

// The look of the pages that a customer's device is led to: one column, without script, nothing loaded from anywhere.

const style = `
:root { color-scheme: light dark; font: 16px/1.5 Inter, system-ui, 'Segoe UI', Roboto, sans-serif;
  --text: light-dark(#17181c, #edeef2); --muted: light-dark(#50545e, #b0b5c1); --line: light-dark(#e5e6eb, #2a2c35);
  --accent: light-dark(#3b5bdb, #9db1ff); background: light-dark(#f6f6f8, #131418); color: var(--text); }
body { max-width: 560px; margin: 0 auto; padding: 16px; }
main { padding: 20px; border: 1px solid var(--line); border-radius: 12px; background: light-dark(#fff, #1a1b20);
  overflow-wrap: anywhere; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; }
h2 { margin: 24px 0 8px; font-size: 16px; }
h3 { margin: 16px 0 4px; font-size: 14px; color: var(--muted); }
p { margin: 0 0 8px; }
.by, .aside, figcaption, dt { color: var(--muted); font-size: 14px; }
ol { margin: 0 0 12px; padding-inline-start: 24px; }
li { margin-bottom: 6px; }
.button { display: block; margin: 16px 0; padding: 12px 20px; border-radius: 8px;
  background: light-dark(#3b5bdb, #4263eb); color: #fff; font-weight: 600; text-align: center; text-decoration: none; }
.button:hover { background: light-dark(#3350c4, #4f6ff0); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
dl { margin: 0; border: 1px solid var(--line); border-radius: 8px; }
dt { padding: 8px 12px 0; }
dd { margin: 0; padding: 0 12px 8px; border-bottom: 1px solid var(--line); }
dd:last-child { border-bottom: 0; }
.value { font-weight: 600; -webkit-user-select: all; user-select: all; white-space: pre-wrap; }
summary { display: list-item; padding: 4px 0; color: var(--accent); cursor: pointer; }
figure { margin: 24px 0 0; }
.code { width: 220px; max-width: 100%; margin: 0 auto 8px; border-radius: 8px; background: #fff; color: #000; }
.code svg { display: block; width: 100%; height: auto; }
figcaption { text-align: center; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** What such a page may do: be looked at. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A whole page in the translator's language; `body` is markup. */
export const pageOf = (
  { language }: Pick<Translator, 'language'>,
  title: string,
  body: string,
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;

/** A page that says why there is nothing here (any more), and what to do. */
export function deadLinkPage(translator: Translator, why: 'expired' | 'revoked' | 'unknown'): string {
  const [title, text] = [translator.t(`profilePage.${why}.title`), translator.t(`profilePage.${why}.text`)];
  return pageOf(translator, title, `<h1>${escaped(title)}</h1>\n<p>${escaped(text)}</p>`);
}
