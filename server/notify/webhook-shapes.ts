import { escapedInText } from '../../i18n/markup.ts';
import type { WebhookShape } from '../../protocol/reach.ts';
import type { Words } from './words.ts';

type Shaped = { url: URL; body: string };
type Shape = (url: URL, key: string, words: Words) => Omit<Shaped, 'body'> & { body: object };

const afterTitle = ({ lines, more, note }: Words): string[] =>
  [...lines.map(({ text }) => text), more, note].filter((text) => text !== null);

const generic: Shape = (url, key, { event, title, lines }) => ({
  url,
  body: {
    delivery: key,
    event,
    title,
    requests: lines.map(({ link, request: { id, since, because, about } }) => ({
      id,
      because,
      link,
      waitingSince: new Date(since).toISOString(),
      ...about,
    })),
  },
});

const slack: Shape = (url, _key, { title, lines, more, note }) => ({
  url,
  body: {
    text: [
      `*${escapedInText(title)}*`,
      ...lines.map(({ link, text }) => `<${link}|${escapedInText(text)}>`),
      ...[more, note].filter((text) => text !== null).map(escapedInText),
    ].join('\n'),
    unfurl_links: false,
  },
});

/** What Teams would take for Markdown. */
const inTeams = (text: string): string => text.replaceAll(/[\\*_[\]()`#~>]/g, String.raw`\$&`);

const teams: Shape = (url, _key, words) => ({
  url,
  body: {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: inTeams(words.title), weight: 'bolder', wrap: true },
            ...afterTitle(words).map((text) => ({ type: 'TextBlock', text: inTeams(text), wrap: true })),
          ],
          actions: words.lines.slice(0, 1).map(({ link, request: { id } }) => ({
            type: 'Action.OpenUrl',
            title: `${words.open}: #${id}`,
            url: link,
          })),
        },
      },
    ],
  },
});

/** ntfy takes JSON at its root alone: the topic is the last part of the address that people know. */
const ntfy: Shape = (url, _key, words) => {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const topic = parts.pop() ?? '';
  const root = new URL(url);
  root.pathname = `/${parts.join('/')}`;
  const click = words.lines[0]?.link;
  return {
    url: root,
    body: {
      topic,
      title: words.title,
      message: afterTitle(words).join('\n'),
      ...(click === undefined ? {} : { click }),
    },
  };
};

const shapes: Readonly<Record<WebhookShape, Shape>> = { generic, slack, teams, ntfy };

/** A message in the shape that the other side of a webhook understands, and where to post it. */
export function shaped(shape: WebhookShape, url: URL, key: string, words: Words): Shaped {
  const made = shapes[shape](url, key, words);
  return { url: made.url, body: JSON.stringify(made.body) };
}
