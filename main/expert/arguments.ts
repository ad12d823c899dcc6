import { fillTemplate, type ExpertClient, type Placeholder } from '../../protocol/expert-client.ts';
import { JoinCode } from '../../protocol/screen-share.ts';

/** What the placeholders of one session stand for. `customerName` is whatever somebody typed into a form. */
export type SessionValues = {
  sessionId: string;
  joinCode: string | null;
  customerName: string;
  host: string;
  port: number | null;
};

export type Filled = { ok: true; value: string[] } | { ok: false; lacks: Placeholder };

const longestName = 60;

/**
 * A name as it may stand in an argument: letters, digits and the few signs between them that names have, beginning with
 * a letter or digit. Nothing in it can be taken for an option, a second argument, or a program's own markup.
 */
function plainName(name: string): string {
  const cleaned = name
    .slice(0, 1_000)
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}.’'-]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return Array.from(cleaned).slice(0, longestName).join('').trim();
}

const isHost = (host: string): boolean =>
  /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(host) || /^[0-9A-Fa-f:]{2,45}$/.test(host);

/** What a placeholder becomes; null if this session has nothing for it that may stand in an argument. */
function valueOf(name: Placeholder, values: SessionValues): string | null {
  switch (name) {
    case 'sessionId':
      return /^[0-9a-f-]{36}$/.test(values.sessionId) ? values.sessionId : null;
    case 'joinCode':
      return JoinCode.safeParse(values.joinCode).data ?? null;
    case 'customerName':
      return plainName(values.customerName) || 'Customer';
    case 'host':
      return isHost(values.host) ? values.host : null;
    case 'port':
      return Number.isInteger(values.port) ? String(values.port) : null;
  }
}

/** Fills templates one for one; answers what is lacking if one needs a value that the session does not have. */
function fill(templates: readonly string[], values: SessionValues, encode: (value: string) => string): Filled {
  let lacks: Placeholder | null = null;
  const value = templates.map((template) =>
    fillTemplate(template, (name) => {
      const filled = valueOf(name, values);
      if (filled === null) lacks ??= name;
      return encode(filled ?? '');
    }),
  );
  return lacks === null ? { ok: true, value } : { ok: false, lacks };
}

/** The argument list of a program: as many as there are templates, whatever the values are. */
export const fillArguments = (templates: readonly string[], values: SessionValues): Filled =>
  fill(templates, values, (value) => value);

/** A link, its values encoded. */
export const fillLink = (template: string, values: SessionValues): Filled =>
  fill([template], values, encodeURIComponent);

/** Whether an entry can be started only when there is a code to meet by. */
export function needsCode({ launch }: Pick<ExpertClient, 'launch'>): boolean {
  const templates = launch.kind === 'program' ? launch.arguments : [launch.url];
  return templates.some((template) => template.includes('{joinCode}'));
}
