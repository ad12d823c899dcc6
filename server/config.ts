import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { emailPattern, limits } from '../protocol/limits.ts';

const minutes = (value: number): number => value * 60_000;
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (Array.isArray(value) ? value : value.split(',')).map((part) => part.trim()).filter((part) => part !== ''),
  );
/** An address, or a network such as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest;
}
const networks = list.refine((all) => all.every(isNetwork), 'Only addresses and networks, such as 10.0.0.0/8');
const number = (schema: z.ZodType<number>) =>
  z.preprocess((value) => (typeof value === 'string' ? Number(value) : value), schema);

const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

/** Those of Chrome and most others, Firefox, Edge, and Safari. */
const pushServices = ['fcm.googleapis.com', '*.push.services.mozilla.com', '*.notify.windows.com', '*.push.apple.com'];

/** What is of no use without the other. */
const pairs = [
  ['smtpHost', 'mailFrom'],
  ['textAccount', 'textToken'],
  ['textAccount', 'textFrom'],
  ['profileCertificate', 'profileKey'],
  ['profileKey', 'profileCertificate'],
] as const;

/** Every setting of the relay with its default. In the environment `logLevel` is `SPORTELLO_LOG_LEVEL`. */
const Config = z
  .strictObject({
    data: z.string().min(1).default('.sportello/relay'),
    host: z.string().min(1).default('127.0.0.1'),
    port: number(z.int().min(0).max(65_535)).default(4180),
    /** Address under which customers and consoles reach the relay; '' means host and port. */
    publicUrl: z.union([z.literal(''), z.url()]).default(''),
    /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
    trustedProxies: networks.default([]),
    logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    sessionDays: number(z.int().min(1).max(365)).default(30),
    /** A technician whose last console has been gone for so long counts as away. */
    awayAfterMs: number(z.int().nonnegative()).default(minutes(1)),
    /** A technician's customers are told that the connection is lost when it has been gone for so long. */
    lostAfterMs: number(z.int().nonnegative()).default(5_000),
    /** A request goes back to the queue when its technician's consoles have been silent for so long. */
    leaseMs: number(z.int().positive()).default(minutes(10)),
    /** An assigned request that got no answer for so long goes back by itself; 0: never. */
    answerWithinMs: number(z.int().nonnegative()).default(0),
    /** E-mail address of a technician who is asked to take what so came back to the queue; '': nobody. */
    fallback: z.union([z.literal(''), z.email()]).default(''),
    /** How long a customer may take to answer when asked to share the screen. */
    screenShareAnswerMs: number(z.int().positive()).default(minutes(3)),
    /** How long the built-in view may take to the first picture once the customer agreed. */
    screenShareConnectMs: number(z.int().positive()).default(minutes(2)),
    /** A session ends when the customer's page has been gone for so long. */
    screenShareGoneMs: number(z.int().positive()).default(minutes(2)),
    /** Servers by which the two sides of the built-in view find each other, such as `stun:stun.example.org:3478`. */
    stunUrls: list.default([]),
    turnUrls: list.default([]),
    /** The secret that TURN shares (coturn: `static-auth-secret`); credentials made with it lapse after so many minutes. */
    turnSecret: z.string().default(''),
    turnMinutes: number(z.int().min(1).max(1_440)).default(60),
    /** Neither side learns the other's address. */
    mediaOverTurnOnly: flag.default(false),
    /** Requests from one address, and at one portal, wherever they come from. */
    submitsPerMinute: number(z.int().positive()).default(10),
    portalSubmitsPerMinute: number(z.int().positive()).default(120),
    /** When asked to stop, the relay says that it is not ready and stays for so long, until no proxy sends anybody here. */
    drainMs: number(z.int().nonnegative()).default(0),
    commandsPerMinute: number(z.int().positive()).default(600),
    /** Bytes that one file may have, and all files of a request together. */
    fileBytes: number(z.int().positive()).default(50 * 1_048_576),
    requestFileBytes: number(z.int().positive()).default(500 * 1_048_576),
    /** A running clamd, `host:port` or the path of its socket, that looks at files before anybody gets them; '': none. */
    clamd: z.string().default(''),
    /** For how many hours a customer's link to a configuration profile is good. */
    profileLinkHours: number(z.int().min(1).max(8_760)).default(24),
    /** Files, in PEM, of the certificate (and those that lead to it) and the key that profiles are signed with; '': they are not. */
    profileCertificate: z.string().default(''),
    profileKey: z.string().default(''),
    /** The server that takes the relay's mail; '': none is sent. */
    smtpHost: z.string().default(''),
    smtpPort: number(z.int().min(1).max(65_535)).default(587),
    /** `starttls`: encrypted from the first word on that matters, or not at all; `tls`: from the beginning; `none`: never. */
    smtpSecurity: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    smtpUser: z.string().default(''),
    smtpPassword: z.string().default(''),
    /** Address that the relay's mail comes from. */
    mailFrom: z.union([z.literal(''), z.string().max(limits.email).regex(emailPattern)]).default(''),
    /** A service for text messages that speaks as Twilio does, the account there, and the number they come from; '': none. */
    textApi: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
    textAccount: z.string().default(''),
    textToken: z.string().default(''),
    textFrom: z.string().default(''),
    /** Hosts in the own network, as `host` or `host:port`, that webhooks may reach, by plain http too. */
    webhookHosts: list.default([]),
    /**
     * Push services that customers' browsers may name: `host` or `*.domain` on the open internet, or `host:port`, which
     * may be in the own network; always by https. In the file `[]`: no pushes.
     */
    pushHosts: list.default(pushServices),
    /** A technician is sent one message by one method in so long; what comes meanwhile is told in the next. */
    bundleMs: number(z.int().nonnegative()).default(minutes(2)),
    /** A customer is mailed what was written to him when it has not reached an open page for so long. */
    answerMailAfterMs: number(z.int().nonnegative()).default(minutes(2)),
    /** And not again for so long. */
    answerMailEveryMs: number(z.int().nonnegative()).default(minutes(15)),
    /** A customer's device is sent a push of an answer that has not reached an open page for so long. */
    answerPushAfterMs: number(z.int().nonnegative()).default(5_000),
    /** And not again for so long. */
    answerPushEveryMs: number(z.int().nonnegative()).default(minutes(1)),
  })
  .superRefine((config, { addIssue }) => {
    const { turnUrls, turnSecret, mediaOverTurnOnly } = config;
    const fault = (path: string, message: string): void => addIssue({ code: 'custom', path: [path], message });
    if (turnUrls.length > 0 && turnSecret === '') fault('turnSecret', 'TURN servers need the secret that they share');
    if (mediaOverTurnOnly && turnUrls.length === 0) fault('mediaOverTurnOnly', 'There is no TURN server in turnUrls');
    for (const [given, wanted] of pairs) {
      if (config[given] !== '' && config[wanted] === '') fault(wanted, `Expected, since there is ${given}`);
    }
  });
export type Config = z.infer<typeof Config>;

const variableOf = (key: string): string =>
  `SPORTELLO_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** The relay cannot start with what it was given: a sentence for each fault. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The configuration is not right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

function readFile(file: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(path.resolve(file), 'utf8'));
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch (error) {
    throw new ConfigError([`SPORTELLO_CONFIG (${file}): ${error instanceof Error ? error.message : String(error)}`]);
  }
  throw new ConfigError([`SPORTELLO_CONFIG (${file}): Expected an object of settings`]);
}

/**
 * The relay's configuration: defaults, over them the JSON file named by `SPORTELLO_CONFIG`, over that the environment,
 * where an empty variable is as good as none. Throws one `ConfigError` that names every fault.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const file = env['SPORTELLO_CONFIG'] ?? '';
  const fromFile = file === '' ? {} : readFile(file);
  const fromEnv = Object.fromEntries(
    Object.keys(Config.shape).flatMap((key) => {
      const value = env[variableOf(key)] ?? '';
      return value === '' ? [] : [[key, value]];
    }),
  );
  const parsed = Config.safeParse({ ...fromFile, ...fromEnv });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const key = issue.path.join('.');
      return `${key === '' ? '' : `${key} (${variableOf(key)}): `}${issue.message}`;
    }),
  );
}
