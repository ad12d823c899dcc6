import { X509Certificate } from 'node:crypto';
import { build, type PlistValue } from 'plist';
import { v5 as uuidFrom } from 'uuid';
import { mailPorts, type ProfileSettings, type SettingsOf } from '../../protocol/profile-definition.ts';
import type { ProfileKind } from '../../protocol/profiles.ts';
import type { Profile } from '../store/profile-store.ts';

// Apple's configuration profiles (Configuration Profile Reference): a property list with one payload of the profile's kind.

/** For whom a profile is made out. */
export type Recipient = { name: string; email: string; company: string };
export type Filled = { profile: Profile; settings: ProfileSettings; recipient: Recipient };
type Payload = Record<string, PlistValue>;

const defined = (fields: Record<string, PlistValue | undefined>): Payload =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, PlistValue] => field[1] !== undefined));
/** Left out where there is nothing, so that the device asks or takes its own default. */
const filled = (value: string): string | undefined => (value === '' ? undefined : value);
const given = (value: number | null): number | undefined => value ?? undefined;

const encryptionTypes = { open: 'None', wep: 'WEP', wpa: 'WPA', wpa3: 'WPA3' } as const;

const wifi = ({ ssid, security, password, hidden, autoJoin }: SettingsOf<'wifi'>): Payload =>
  defined({
    SSID_STR: ssid,
    HIDDEN_NETWORK: hidden,
    AutoJoin: autoJoin,
    EncryptionType: encryptionTypes[security],
    Password: filled(password),
  });

function mail(settings: SettingsOf<'mail'>, { name, email }: Recipient): Payload {
  const { protocol, incoming, outgoing, password } = settings;
  const address = settings.address || email;
  const username = settings.username || address;
  const ports = mailPorts(settings);
  return defined({
    EmailAccountType: protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
    EmailAccountName: settings.sender || name,
    EmailAddress: address,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: incoming.host,
    IncomingMailServerPortNumber: ports.incoming,
    IncomingMailServerUseSSL: incoming.security !== 'none',
    IncomingMailServerUsername: username,
    IncomingPassword: filled(password),
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: outgoing.host,
    OutgoingMailServerPortNumber: ports.outgoing,
    OutgoingMailServerUseSSL: outgoing.security !== 'none',
    OutgoingMailServerUsername: username,
    OutgoingPasswordSameAsIncomingPassword: true,
  });
}

function exchange(settings: SettingsOf<'exchange'>, { email }: Recipient): Payload {
  const address = settings.address || email;
  const user = settings.username || address;
  return defined({
    Host: settings.host,
    SSL: settings.ssl,
    EmailAddress: address,
    UserName: settings.domain === '' ? user : `${settings.domain}\\${user}`,
    Password: filled(settings.password),
  });
}

function vpn(settings: SettingsOf<'vpn'>, name: string): Payload {
  const { type, server, remoteId, localId, sharedSecret, username, password } = settings;
  if (type === 'l2tp') {
    return {
      UserDefinedName: name,
      VPNType: 'L2TP',
      PPP: defined({ CommRemoteAddress: server, AuthName: filled(username), AuthPassword: filled(password) }),
      IPSec: { AuthenticationMethod: 'SharedSecret', SharedSecret: Buffer.from(sharedSecret) },
      IPv4: { OverridePrimary: 1 },
    };
  }
  return {
    UserDefinedName: name,
    VPNType: 'IKEv2',
    IKEv2: defined({
      RemoteAddress: server,
      RemoteIdentifier: remoteId || server,
      LocalIdentifier: localId,
      AuthenticationMethod: sharedSecret === '' ? 'None' : 'SharedSecret',
      SharedSecret: filled(sharedSecret),
      ExtendedAuthEnabled: username === '' ? 0 : 1,
      AuthName: filled(username),
      AuthPassword: filled(password),
    }),
  };
}

const passcode = (settings: SettingsOf<'passcode'>): Payload =>
  defined({
    forcePIN: true,
    minLength: settings.minLength,
    allowSimple: settings.allowSimple,
    requireAlphanumeric: settings.needsLetters,
    maxFailedAttempts: given(settings.maxFailedAttempts),
    maxInactivity: given(settings.lockAfterMinutes),
    maxPINAgeInDays: given(settings.maxAgeDays),
    pinHistory: given(settings.history),
  });

const webClip = ({ label, url, fullScreen }: SettingsOf<'web-clip'>): Payload => ({
  Label: label,
  URL: url,
  FullScreen: fullScreen,
  IsRemovable: true,
});

/** The certificate's bytes (DER), and whether it may vouch for others. */
export function certificateOf({ data }: Pick<SettingsOf<'certificate'>, 'data'>): {
  der: Buffer;
  isAuthority: boolean;
} {
  const { raw, ca } = new X509Certificate(data);
  return { der: raw, isAuthority: ca };
}

function certificate(settings: SettingsOf<'certificate'>, name: string): Payload {
  const content = settings.format === 'pkcs12' ? Buffer.from(settings.data, 'base64') : certificateOf(settings).der;
  return defined({ PayloadCertificateFileName: name, PayloadContent: content, Password: filled(settings.passphrase) });
}

function contentOf({ profile, settings, recipient }: Filled): Payload {
  switch (settings.kind) {
    case 'wifi':
      return wifi(settings);
    case 'mail':
      return { EmailAccountDescription: profile.name, ...mail(settings, recipient) };
    case 'exchange':
      return exchange(settings, recipient);
    case 'vpn':
      return vpn(settings, profile.name);
    case 'passcode':
      return passcode(settings);
    case 'web-clip':
      return webClip(settings);
    case 'certificate':
      return certificate(settings, profile.name);
  }
}

const payloadTypes: Readonly<Record<Exclude<ProfileKind, 'certificate'>, string>> = {
  wifi: 'com.apple.wifi.managed',
  mail: 'com.apple.mail.managed',
  exchange: 'com.apple.eas.account',
  vpn: 'com.apple.vpn.managed',
  passcode: 'com.apple.mobiledevice.passwordpolicy',
  'web-clip': 'com.apple.webClip.managed',
};

function payloadType(settings: ProfileSettings): string {
  if (settings.kind !== 'certificate') return payloadTypes[settings.kind];
  if (settings.format === 'pkcs12') return 'com.apple.security.pkcs12';
  return certificateOf(settings).isAuthority ? 'com.apple.security.root' : 'com.apple.security.pkcs1';
}

/** What XML has no sign for, as a customer's name may hold; settings have none of it. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Cs}\ufffe\uffff]/gu;
const plain = (text: string): string => text.replaceAll(forbidden, '');

/**
 * A profile as the XML that iPhones and iPads install. Ids are derived from the profile's, so that the same one sent
 * again takes the place of the one that is there.
 */
export function mobileconfig({ profile, settings, recipient: raw }: Filled): string {
  const recipient = { name: plain(raw.name), email: plain(raw.email), company: plain(raw.company) };
  const { id, name, description } = profile;
  const identifier = `sportello.profile.${id}`;
  const organization = profile.organization || recipient.company;
  const common = defined({
    PayloadVersion: 1,
    PayloadDisplayName: name,
    PayloadDescription: filled(description),
    PayloadOrganization: filled(organization),
  });
  return build({
    ...common,
    PayloadType: 'Configuration',
    PayloadIdentifier: identifier,
    PayloadUUID: uuidFrom('profile', id).toUpperCase(),
    PayloadRemovalDisallowed: false,
    PayloadContent: [
      {
        ...common,
        PayloadType: payloadType(settings),
        PayloadIdentifier: `${identifier}.${settings.kind}`,
        PayloadUUID: uuidFrom('payload', id).toUpperCase(),
        ...contentOf({ profile, settings, recipient }),
      },
    ],
  });
}
