import type { ChatEvent, FileRef } from '../protocol/model.ts';
import { eventText } from './event-text.ts';
import { fileSize } from './file-size.ts';
import { escaped } from './markup.ts';
import type { Translator } from './translate.ts';

// A conversation on paper: for technicians, and for the customer by mail. Internal notes are not in it. Everything that
// somebody wrote is text, whatever it looks like.

export type TranscriptHead = {
  id: number;
  subject: string;
  customer: string;
  company: string;
  createdAt: number;
  closedAt: number | null;
};
export type TranscriptLine = { at: number } & (
  | { kind: 'text'; name: string; side: 'customer' | 'team'; text: string }
  | { kind: 'file'; name: string; side: 'customer' | 'team'; file: Pick<FileRef, 'name' | 'size'> }
  | { kind: 'event'; event: ChatEvent; name: string; otherName: string | null }
);

type FileLine = Extract<TranscriptLine, { kind: 'file' }>;
const filesIn = (lines: readonly TranscriptLine[]): FileLine[] =>
  lines.filter((line): line is FileLine => line.kind === 'file');

const facts = ({ t, dateTime }: Translator, head: TranscriptHead): [label: string, value: string][] => [
  [t('facts.customer'), head.customer],
  [t('facts.company'), head.company],
  [t('facts.created'), dateTime(head.createdAt)],
  ...(head.closedAt === null ? [] : ([[t('facts.closed'), dateTime(head.closedAt)]] as [string, string][])),
];
const titleOf = ({ t }: Translator, { id }: TranscriptHead): string => t('transcript.title', { id: String(id) });
const fileLine = ({ language }: Translator, { file }: Pick<FileLine, 'file'>): string =>
  `${file.name} (${fileSize(language, file.size)})`;

/** Days with their lines, in order. */
function byDay(lines: readonly TranscriptLine[]): TranscriptLine[][] {
  const days = new Map<number, TranscriptLine[]>();
  for (const line of lines) {
    const day = new Date(line.at).setHours(0, 0, 0, 0);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days.values()];
}
const dayOf = (translator: Translator, lines: readonly TranscriptLine[]): string => translator.date(lines[0]?.at ?? 0);

// Plain text.

/** Kept apart from what stands around it, line by line: writing that turns direction turns nothing else. */
const isolated = (text: string): string =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `\u2068${line.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')}\u2069`)
    .join('\n    ');

function plainLine(translator: Translator, line: TranscriptLine): string {
  const time = translator.time(line.at);
  if (line.kind === 'event') return `${time}  * ${isolated(eventText(translator, line.event, line))}`;
  const words =
    line.kind === 'text' ? line.text : translator.t('transcript.file', { file: fileLine(translator, line) });
  return `${time}  ${isolated(line.name)}:\n    ${isolated(words)}`;
}

/** The conversation as plain text. */
export function transcriptText(translator: Translator, head: TranscriptHead, lines: readonly TranscriptLine[]): string {
  const parts = [
    titleOf(translator, head),
    isolated(head.subject),
    ...facts(translator, head).map(([label, value]) => `${label}: ${isolated(value)}`),
  ];
  for (const day of byDay(lines)) {
    parts.push('', `--- ${dayOf(translator, day)} ---`, ...day.map((line) => plainLine(translator, line)));
  }
  const files = filesIn(lines);
  if (files.length > 0) {
    parts.push('', translator.t('transcript.files'));
    for (const file of files) parts.push(`  - ${isolated(fileLine(translator, file))}, ${isolated(file.name)}`);
  }
  return `${parts.join('\n')}\n`;
}

// HTML: one file that loads nothing and runs nothing.

const bdi = (text: string): string => `<bdi>${escaped(text)}</bdi>`;

const style = `
  :root { color-scheme: light; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 14px/1.5 system-ui, sans-serif; color: #17181c;
    overflow-wrap: anywhere; }
  h1 { margin: 0; font-size: 20px; } h2 { margin: 2rem 0 .5rem; font-size: 13px; color: #50545e; }
  .subject { margin: .25rem 0 1rem; font-size: 15px; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: 0; }
  dt { color: #50545e; } dd { margin: 0; }
  ol, ul { margin: 0; padding: 0; list-style: none; }
  li { margin: .5rem 0; break-inside: avoid-page; }
  .who { font-weight: 600; } .customer .who { color: #2f4cc0; }
  time { margin-inline-start: .5rem; color: #636873; font-size: 12px; font-variant-numeric: tabular-nums; }
  .words { margin: 0; white-space: pre-wrap; unicode-bidi: plaintext; }
  .event { color: #636873; text-align: center; font-size: 12px; }`;

function htmlLine(translator: Translator, line: TranscriptLine): string {
  const time = `<time datetime="${new Date(line.at).toISOString()}">${escaped(translator.time(line.at))}</time>`;
  if (line.kind === 'event') return `<li class="event">${bdi(eventText(translator, line.event, line))}${time}</li>`;
  const words =
    line.kind === 'text' ? line.text : translator.t('transcript.file', { file: fileLine(translator, line) });
  return `<li class="${line.side}"><span class="who">${bdi(line.name)}</span>${time}<p class="words">${escaped(words)}</p></li>`;
}

function htmlFiles(translator: Translator, lines: readonly TranscriptLine[]): string {
  const files = filesIn(lines);
  if (files.length === 0) return '';
  const rows = files.map((file) => `<li>${bdi(fileLine(translator, file))}, ${bdi(file.name)}</li>`);
  return `<h2>${escaped(translator.t('transcript.files'))}</h2><ul class="files">${rows.join('')}</ul>`;
}

/** The conversation as a page that stands alone. */
export function transcriptHtml(translator: Translator, head: TranscriptHead, lines: readonly TranscriptLine[]): string {
  const days = byDay(lines).map(
    (day) =>
      `<h2>${escaped(dayOf(translator, day))}</h2><ol>${day.map((line) => htmlLine(translator, line)).join('\n')}</ol>`,
  );
  const rows = facts(translator, head).map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${bdi(value)}</dd>`);
  const title = escaped(titleOf(translator, head));
  return `<!doctype html>
<html lang="${translator.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}
</style>
</head>
<body>
<h1>${title}</h1>
<p class="subject">${bdi(head.subject)}</p>
<dl>${rows.join('')}</dl>
${days.join('\n')}
${htmlFiles(translator, lines)}
</body>
</html>
`;
}
