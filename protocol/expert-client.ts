import { z } from 'zod';
import { Position, ExpertClientId } from './ids.ts';
import { OperatingSystem, text } from './model.ts';
import { CodeSource } from './screen-share.ts';

/** Programs that technicians share screens with, known by name (spec 5); `custom` is whatever an organisation has. */
export const Preset = z.enum([
  'goto-assist',
  'teamviewer',
  'anydesk',
  'rustdesk',
  'quick-assist',
  'vnc-viewer',
  'custom',
]);
export type Preset = z.infer<typeof Preset>;

/** What may stand in braces in an argument or a link. */
export const placeholders = ['sessionId', 'joinCode', 'customerName', 'host', 'port'] as const;
export type Placeholder = (typeof placeholders)[number];

const placeholder = /\{([^{}]*)\}/g;

/** Text with placeholders that there are, on one line. */
const Template = text(500).refine(
  (template) =>
    !/[\u0000-\u001f\u007f]/.test(template) &&
    [...template.matchAll(placeholder)].every(([, name]) => (placeholders as readonly string[]).includes(name ?? '')),
  `only these placeholders: ${placeholders.map((name) => `{${name}}`).join(' ')}`,
);

/** Schemes that would run script, read files or shut the console out of its own house. */
const forbiddenSchemes = ['javascript', 'data', 'file', 'blob', 'vbscript', 'about', 'app', 'sportello', 'shell'];

/** The scheme of a link, in small letters without its colon; null if it has none or one that is never opened. */
export function schemeOf(link: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(link)?.[1]?.toLowerCase();
  return scheme === undefined || forbiddenSchemes.includes(scheme) ? null : scheme;
}

/** A link that a person may follow from the customer's page. */
const WebLink = z.union([z.literal(''), Template.refine((link) => ['https', 'http'].includes(schemeOf(link) ?? ''))]);
const Path = text(500).refine((path) => !/[\u0000-\u001f\u007f]/.test(path));

/** A screen-sharing program that an admin put on the list. What is not on the list is never started. */
export const ExpertClient = z.object({
  id: ExpertClientId,
  position: Position,
  name: z.string().trim().min(1).max(60),
  preset: Preset,
  launch: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('program'),
      /** Where it lies, or its name on the PATH; '' where the preset knows. */
      paths: z.object({ windows: Path, macos: Path, linux: Path }),
      arguments: z.array(Template).max(30),
      /** The session is over when the program ends. Some only hand over to one that runs already. */
      endsWithProgram: z.boolean(),
    }),
    z.object({ kind: z.literal('url'), url: Template.refine((url) => schemeOf(url) !== null) }),
  ]),
  /** What `{host}` stands for; '': the address that the customer's request came from. */
  host: z.string().regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45})?$/),
  port: z.int().min(1).max(65_535).nullable(),
  codeFrom: CodeSource,
  /** How the customer joins. */
  join: z.object({ url: WebLink, downloadUrl: WebLink, instructions: z.object({ en: text(2_000), it: text(2_000) }) }),
  /** Customers' systems that it can show. */
  suits: z.array(OperatingSystem).min(1).max(6),
  /** Taken off the list; sessions of before still name it. */
  removed: z.boolean(),
});
export type ExpertClient = z.infer<typeof ExpertClient>;

/** Fills placeholders by a function that says what each stands for. */
export const fillTemplate = (template: string, valueOf: (name: Placeholder) => string): string =>
  template.replaceAll(placeholder, (_whole, name: Placeholder) => valueOf(name));
