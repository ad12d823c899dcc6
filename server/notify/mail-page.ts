import { escaped } from '../../i18n/markup.ts';
import type { Language } from '../../protocol/language.ts';

/** A piece of a mail: a sentence, words of somebody, or a line that is a link. */
export type MailPart =
  | { kind: 'sentence'; text: string }
  | { kind: 'words'; who: string; text: string }
  | { kind: 'link'; text: string; link: string };
export type MailContent = {
  language: Language;
  title: string;
  parts: readonly MailPart[];
  /** The one thing to do; null if there is nothing. */
  action: { text: string; link: string } | null;
  /** Small, at the end. */
  foot: readonly string[];
};

// Mail programs keep little of a style sheet, so what has to look right stands at the elements.
const font = "font:15px/1.5 system-ui,'Segoe UI',Roboto,sans-serif";
const wrap = 'overflow-wrap:anywhere;unicode-bidi:plaintext';

function htmlPart(part: MailPart): string {
  switch (part.kind) {
    case 'sentence':
      return `<p style="margin:0 0 16px;${wrap}">${escaped(part.text)}</p>`;
    case 'link':
      return `<p style="margin:0 0 12px;${wrap}"><a href="${escaped(part.link)}" style="color:#3b5bdb">${escaped(part.text)}</a></p>`;
    case 'words':
      return `<blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #c9ccd6"><p style="margin:0;font-weight:600"><bdi>${escaped(part.who)}</bdi></p><p style="margin:0;white-space:pre-wrap;${wrap}">${escaped(part.text)}</p></blockquote>`;
  }
}

function plainPart(part: MailPart): string {
  switch (part.kind) {
    case 'sentence':
      return part.text;
    case 'link':
      return `${part.text}\n${part.link}`;
    case 'words':
      return `${part.who}:\n${part.text
        .split(/\r\n|[\n\r]/)
        .map((line) => `> ${line}`)
        .join('\n')}`;
  }
}

/** The mail as a page that loads nothing. */
export function mailHtml({ language, title, parts, action, foot }: MailContent): string {
  const button =
    action === null
      ? ''
      : `<p style="margin:0 0 24px"><a href="${escaped(action.link)}" style="display:inline-block;padding:11px 20px;border-radius:7px;background:#3b5bdb;color:#ffffff;font-weight:600;text-decoration:none">${escaped(action.text)}</a></p>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
</head>
<body style="margin:0;padding:24px;${font}">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;${wrap}">${escaped(title)}</h1>
${parts.map(htmlPart).join('\n')}
${button}
${foot.map((text) => `<p style="margin:0 0 8px;font-size:13px;opacity:.75">${escaped(text)}</p>`).join('\n')}
</div>
</body>
</html>
`;
}

/** The same as plain text. */
export function mailText({ title, parts, action, foot }: MailContent): string {
  const blocks = [title, ...parts.map(plainPart), ...(action === null ? [] : [`${action.text}:\n${action.link}`])];
  return `${blocks.join('\n\n')}\n\n-- \n${foot.join('\n')}\n`;
}
