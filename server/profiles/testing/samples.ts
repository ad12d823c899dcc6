import fc from 'fast-check';
import { ProfileDefinition, type ProfileSettings } from '../../../protocol/profile-definition.ts';
import type { ProfileId, ProfileKind } from '../../../protocol/profiles.ts';
import type { Filled, Recipient } from '../mobileconfig.ts';

// Profiles as organisations write them down, one of each kind, each with secrets that can be told from everything else.

export const secrets = {
  wifi: 'hush-wifi-password',
  mail: 'hush-mail-password',
  exchange: 'hush-exchange-password',
  vpnShared: 'hush-vpn-shared-secret',
  vpnPassword: 'hush-vpn-password',
} as const;

const server = { host: 'mail.acme.example' };

/** One definition of each kind, as it stands in a file. `certificate` is in PEM. */
export const definitions = (certificate: string): Record<ProfileKind, { name: string; settings: object }> => ({
  wifi: { name: 'Office Wi-Fi', settings: { kind: 'wifi', ssid: 'Acme; “Office”', password: secrets.wifi } },
  mail: {
    name: 'Company mail',
    settings: { kind: 'mail', incoming: server, outgoing: { ...server, security: 'starttls' }, password: secrets.mail },
  },
  exchange: {
    name: 'Exchange',
    settings: { kind: 'exchange', host: 'outlook.acme.example', domain: 'ACME', password: secrets.exchange },
  },
  vpn: {
    name: 'Company VPN',
    settings: {
      kind: 'vpn',
      server: 'vpn.acme.example',
      sharedSecret: secrets.vpnShared,
      username: 'staff',
      password: secrets.vpnPassword,
    },
  },
  passcode: { name: 'Passcode', settings: { kind: 'passcode', minLength: 8, lockAfterMinutes: 5 } },
  'web-clip': {
    name: 'Intranet',
    settings: { kind: 'web-clip', label: 'Intranet', url: 'https://intranet.acme.example/' },
  },
  certificate: { name: 'Authority', settings: { kind: 'certificate', data: certificate } },
});

export const recipient: Recipient = { name: 'Carla Verdi', email: 'carla@acme.example', company: 'Acme Srl' };

/** A definition made out for somebody. */
export function filledOf(given: object, to: Recipient = recipient): Filled {
  const { settings, ...rest } = ProfileDefinition.parse(given);
  const id = '01900000-0000-7000-8000-00000000000a' as ProfileId;
  const kept = { id, kind: settings.kind, companies: null, createdAt: 0, removedAt: null };
  return { profile: { ...rest, ...kept }, settings, recipient: to };
}

/** One line of text that tries to be something else wherever it comes to stand: markup, an entity, the end of a field, an escape. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '<![CDATA[',
        '&amp;',
        '<!--',
        '</string>',
        '<key>',
        ';',
        ':',
        ',',
      ),
      fc.constantFrom(
        '\\',
        '\\;',
        ';;',
        'P:',
        '%0a',
        '${x}',
        '{name}',
        '\u202e',
        '\u00a0',
        '😀',
        'è',
        '漢',
        '<script>',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('').replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu, ''))
  .filter((text) => text.trim() !== '');

/** The first characters of a text, each of them whole. */
const cut = (text: string, characters: number): string => [...text].slice(0, characters).join('');

/** The same as a profile's name, which is short. */
export const hostileName = hostile.map((text) => cut(text, 20)).filter((name) => name.trim() !== '');

/** Settings of every kind with hostile text wherever there may be text. */
export const anySettings: fc.Arbitrary<ProfileSettings> = fc
  .record({ text: hostile, other: hostile, ascii: fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 }) })
  .chain(({ text, other, ascii }) => {
    const secret = cut(text, 30);
    const all: object[] = [
      { kind: 'wifi', ssid: cut(text, 7).trim() || 'x', password: ascii },
      { kind: 'mail', incoming: server, outgoing: server, sender: text, username: other, password: secret },
      { kind: 'exchange', host: 'h', username: text, domain: other, password: secret },
      { kind: 'vpn', server: 'v', sharedSecret: secret, username: other, password: text, remoteId: text },
      { kind: 'vpn', type: 'l2tp', server: 'v', sharedSecret: secret, username: other, password: text },
      { kind: 'passcode' },
      { kind: 'web-clip', label: text, url: 'https://x.example/?a=1&b=<2>' },
    ];
    return fc.constantFrom(...all);
  })
  .map((settings) => ProfileDefinition.parse({ name: 'x', settings }).settings);
