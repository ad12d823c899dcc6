import { z } from 'zod';
import { filledText, text } from './model.ts';
import { MobileSystem, type ProfileKind } from './profiles.ts';

// What an organisation writes into a configuration profile, a kind each (spec 6). Sizes and rules are those of the
// systems that take them; what is left out has a default, or is asked for on the device.

const oneLine = (value: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(value);
/** Text on one line, of characters that XML, a QR code and every screen can do with. */
const line = (max: number) => filledText(max).refine(oneLine, 'Expected one line of text');
const optional = (max: number) => text(max).refine(oneLine, 'Expected one line of text').default('');

const bytesOf = (value: string): number => encodeURIComponent(value).replaceAll(/%../g, '.').length;

const host = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/,
    'Expected the name or address of a host',
  );
const port = z.int().min(1).max(65_535).optional();

/** `starttls`: encrypted once the server has answered; `tls`: from the first word; `none`: never. */
const Security = z.enum(['tls', 'starttls', 'none']);
const Server = z.strictObject({ host, port, security: Security.default('tls') });
/** '' where the device is to use the e-mail address that the customer gave. */
const address = z.union([z.literal(''), z.email().max(254)]).default('');

const Wifi = z
  .strictObject({
    kind: z.literal('wifi'),
    ssid: line(32).refine((name) => bytesOf(name) <= 32, 'A network’s name has 32 bytes at most'),
    security: z.enum(['open', 'wep', 'wpa', 'wpa3']).default('wpa'),
    password: optional(63),
    hidden: z.boolean().default(false),
    autoJoin: z.boolean().default(true),
  })
  .superRefine(({ security, password }, { addIssue }) => {
    const fault = (message: string): void => addIssue({ code: 'custom', path: ['password'], message });
    if (security === 'open' && password !== '') fault('An open network has no password');
    if (security === 'wep' && password === '') fault('Expected the network’s key');
    if (security.startsWith('wpa') && !/^[\x20-\x7e]{8,63}$/.test(password)) {
      fault('Expected 8 to 63 letters, digits and signs');
    }
  });

const Mail = z.strictObject({
  kind: z.literal('mail'),
  protocol: z.enum(['imap', 'pop']).default('imap'),
  incoming: Server,
  outgoing: Server,
  /** Name of the sender; '': the customer's. */
  sender: optional(100),
  address,
  /** '' where it is the address. */
  username: optional(200),
  /** For both servers; '': the device asks. */
  password: optional(200),
});

const Exchange = z.strictObject({
  kind: z.literal('exchange'),
  host,
  ssl: z.boolean().default(true),
  address,
  /** '' where it is the address. */
  username: optional(200),
  domain: optional(100),
  password: optional(200),
});

const Vpn = z
  .strictObject({
    kind: z.literal('vpn'),
    type: z.enum(['ikev2', 'l2tp']).default('ikev2'),
    server: host,
    /** IKEv2 only: by what the server calls itself ('': its own name), and the device (''). */
    remoteId: optional(253),
    localId: optional(253),
    sharedSecret: optional(200),
    username: optional(200),
    password: optional(200),
  })
  .superRefine(({ type, sharedSecret, username }, { addIssue }) => {
    if (sharedSecret !== '' || (type === 'ikev2' && username !== '')) return;
    const message = type === 'l2tp' ? 'L2TP needs a shared secret' : 'IKEv2 needs a shared secret or a user’s name';
    addIssue({ code: 'custom', path: ['sharedSecret'], message });
  });

const days = z.int().min(1).max(730).nullable().default(null);
const Passcode = z.strictObject({
  kind: z.literal('passcode'),
  minLength: z.int().min(4).max(16).default(6),
  /** Rows of the same or of the next sign, such as 1111 or 1234. */
  allowSimple: z.boolean().default(false),
  needsLetters: z.boolean().default(false),
  /** After so many wrong ones the device erases itself; null: it only makes one wait. */
  maxFailedAttempts: z.int().min(2).max(11).nullable().default(null),
  lockAfterMinutes: z.int().min(1).max(15).nullable().default(null),
  maxAgeDays: days,
  /** So many of before may not be used again. */
  history: z.int().min(1).max(50).nullable().default(null),
});

const WebClip = z.strictObject({
  kind: z.literal('web-clip'),
  label: line(60),
  url: z.url({ protocol: /^https?$/, error: 'Expected an address that begins with https:// or http://' }).max(2_000),
  fullScreen: z.boolean().default(false),
});

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const pem = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;
const Certificate = z
  .strictObject({
    kind: z.literal('certificate'),
    /** x509: one certificate, as PEM. pkcs12: a certificate with its private key, in base64. */
    format: z.enum(['x509', 'pkcs12']).default('x509'),
    data: z.string().min(1).max(40_000),
    /** Of a pkcs12; '': the device asks. */
    passphrase: optional(200),
  })
  .superRefine(({ format, data, passphrase }, { addIssue }) => {
    const fault = (at: string, message: string): void => addIssue({ code: 'custom', path: [at], message });
    if (format === 'x509' && !pem.test(data)) fault('data', 'Expected one certificate in PEM');
    if (format === 'pkcs12' && !base64.test(data)) fault('data', 'Expected a PKCS#12 file in base64');
    if (format === 'x509' && passphrase !== '') fault('passphrase', 'A certificate alone has no passphrase');
  });

/** What is in a profile: the kind decides. */
export const ProfileSettings = z.discriminatedUnion('kind', [
  Wifi,
  Mail,
  Exchange,
  Vpn,
  Passcode,
  WebClip,
  Certificate,
]);
export type ProfileSettings = z.infer<typeof ProfileSettings>;
export type SettingsOf<K extends ProfileKind> = Extract<ProfileSettings, { kind: K }>;

/** Settings that open doors: nobody is shown them but the device that the profile is for. */
const secretKeys: readonly string[] = ['password', 'sharedSecret', 'passphrase'];

/** The settings as a person at the terminal may see them; a private key is as much a secret as its passphrase. */
export const maskedSettings = (settings: ProfileSettings): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const isKey = key === 'data' && settings.kind === 'certificate' && settings.format === 'pkcs12';
      return [key, (secretKeys.includes(key) || isKey) && value !== '' ? '••••••••' : value];
    }),
  );

/** A profile as an organisation writes it down. */
export const ProfileDefinition = z.strictObject({
  name: line(80),
  /** What it is for, to technicians and on the device. */
  description: optional(500),
  /** Whose it is, as the device says; '': the customer's company. */
  organization: optional(100),
  /** Systems that it is meant for. */
  suits: z.array(MobileSystem).min(1).max(2).default(['ios', 'android']),
  settings: ProfileSettings,
});
export type ProfileDefinition = z.infer<typeof ProfileDefinition>;

const incomingPorts = { imap: { tls: 993, starttls: 143, none: 143 }, pop: { tls: 995, starttls: 110, none: 110 } };
const outgoingPorts = { tls: 465, starttls: 587, none: 25 };

/** The ports of a mail profile: its own, or those that are usual. */
export const mailPorts = ({
  protocol,
  incoming,
  outgoing,
}: SettingsOf<'mail'>): { incoming: number; outgoing: number } => ({
  incoming: incoming.port ?? incomingPorts[protocol][incoming.security],
  outgoing: outgoing.port ?? outgoingPorts[outgoing.security],
});
