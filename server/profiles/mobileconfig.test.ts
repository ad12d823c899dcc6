import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { parse, parseBinary } from 'plist';
import { describe, expect, it } from 'vitest';
import { ProfileKind } from '../../protocol/profiles.ts';
import { makeCertificates } from '../notify/testing/certificates.ts';
import { mobileconfig } from './mobileconfig.ts';
import { anySettings, definitions, filledOf, hostile, hostileName, recipient, secrets } from './testing/samples.ts';

type Payload = Record<string, unknown>;
type Profile = Payload & { PayloadContent: [Payload] };

const { authority, certificates } = makeCertificates('acme.example');
const all = definitions(authority);
const profileOf = (given: object): Profile => parse(mobileconfig(filledOf(given))) as Profile;
const payloadOf = (given: object): Payload => profileOf(given).PayloadContent[0];

/** What another reader of property lists makes of it: read there, and written down in the binary form. */
const readByOther = (xml: string): unknown =>
  parseBinary(execFileSync('plistutil', ['-i', '-', '-o', '-', '-f', 'bin'], { input: xml }));

describe('a profile for an iPhone', () => {
  it.each(ProfileKind.options)('is a property list that others can read: %s', (kind) => {
    const xml = mobileconfig(filledOf(all[kind]));
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\s*<!DOCTYPE plist PUBLIC "-\/\/Apple\/\/DTD PLIST 1.0/,
    );
    expect(readByOther(xml)).toEqual(parse(xml));
  });

  it('says whose it is and what for, can be removed, and takes its own place when it comes again', () => {
    const given = { ...all.wifi, description: 'For all floors', organization: '' };
    const [first, again] = [profileOf(given), profileOf(given)];
    expect(first).toMatchObject({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadDisplayName: 'Office Wi-Fi',
      PayloadDescription: 'For all floors',
      PayloadOrganization: 'Acme Srl',
      PayloadRemovalDisallowed: false,
    });
    expect(again).toEqual(first);
    const [payload] = first.PayloadContent;
    const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;
    expect([first['PayloadUUID'], payload['PayloadUUID']]).toEqual([
      expect.stringMatching(uuid),
      expect.stringMatching(uuid),
    ]);
    expect(first['PayloadUUID']).not.toBe(payload['PayloadUUID']);
    expect(payload['PayloadIdentifier']).toBe(`${String(first['PayloadIdentifier'])}.wifi`);
    expect(profileOf({ ...given, organization: 'IT' })['PayloadOrganization']).toBe('IT');
  });

  it('has what each kind needs, under the names that the system knows', () => {
    expect(payloadOf(all.wifi)).toMatchObject({
      PayloadType: 'com.apple.wifi.managed',
      SSID_STR: 'Acme; “Office”',
      EncryptionType: 'WPA',
      Password: secrets.wifi,
      AutoJoin: true,
      HIDDEN_NETWORK: false,
    });
    expect(payloadOf(all.mail)).toMatchObject({
      PayloadType: 'com.apple.mail.managed',
      EmailAccountType: 'EmailTypeIMAP',
      EmailAddress: recipient.email,
      EmailAccountName: recipient.name,
      IncomingMailServerHostName: 'mail.acme.example',
      IncomingMailServerPortNumber: 993,
      IncomingMailServerUseSSL: true,
      IncomingMailServerUsername: recipient.email,
      IncomingPassword: secrets.mail,
      OutgoingMailServerPortNumber: 587,
      OutgoingPasswordSameAsIncomingPassword: true,
    });
    expect(payloadOf(all.exchange)).toMatchObject({
      PayloadType: 'com.apple.eas.account',
      Host: 'outlook.acme.example',
      SSL: true,
      EmailAddress: recipient.email,
      UserName: `ACME\\${recipient.email}`,
      Password: secrets.exchange,
    });
    expect(payloadOf(all.vpn)).toMatchObject({
      PayloadType: 'com.apple.vpn.managed',
      UserDefinedName: 'Company VPN',
      VPNType: 'IKEv2',
      IKEv2: {
        RemoteAddress: 'vpn.acme.example',
        RemoteIdentifier: 'vpn.acme.example',
        AuthenticationMethod: 'SharedSecret',
        SharedSecret: secrets.vpnShared,
        ExtendedAuthEnabled: 1,
        AuthName: 'staff',
        AuthPassword: secrets.vpnPassword,
      },
    });
    const l2tp = payloadOf({ name: 'VPN', settings: { ...all.vpn.settings, type: 'l2tp' } });
    expect(l2tp).toMatchObject({
      VPNType: 'L2TP',
      PPP: { CommRemoteAddress: 'vpn.acme.example', AuthName: 'staff', AuthPassword: secrets.vpnPassword },
      IPSec: { AuthenticationMethod: 'SharedSecret' },
    });
    const { SharedSecret } = l2tp['IPSec'] as { SharedSecret: Uint8Array };
    expect(Buffer.from(SharedSecret).toString()).toBe(secrets.vpnShared);
    expect(payloadOf(all.passcode)).toMatchObject({
      PayloadType: 'com.apple.mobiledevice.passwordpolicy',
      forcePIN: true,
      minLength: 8,
      maxInactivity: 5,
      allowSimple: false,
    });
    expect(payloadOf(all['web-clip'])).toMatchObject({
      PayloadType: 'com.apple.webClip.managed',
      Label: 'Intranet',
      URL: 'https://intranet.acme.example/',
      IsRemovable: true,
    });
  });

  it('tells an authority from another certificate, and one with its key from both', () => {
    const own = certificates[0]?.cert ?? '';
    const x509 = (data: string): Payload => payloadOf({ name: 'C', settings: { kind: 'certificate', data } });
    expect(x509(authority)['PayloadType']).toBe('com.apple.security.root');
    expect(x509(own)['PayloadType']).toBe('com.apple.security.pkcs1');
    expect(Buffer.from(x509(own)['PayloadContent'] as Uint8Array)).toEqual(new X509Certificate(own).raw);
    const p12 = payloadOf({
      name: 'C',
      settings: { kind: 'certificate', format: 'pkcs12', data: 'AAECAw==', passphrase: 'open' },
    });
    expect(p12).toMatchObject({ PayloadType: 'com.apple.security.pkcs12', Password: 'open' });
    expect(Buffer.from(p12['PayloadContent'] as Uint8Array)).toEqual(Buffer.from([0, 1, 2, 3]));
  });

  it('leaves out what the device is to ask for', () => {
    const settings = { ...all.mail.settings, password: '' };
    expect(payloadOf({ name: 'Mail', settings })).not.toHaveProperty('IncomingPassword');
    expect(profileOf(all.wifi)).not.toHaveProperty('PayloadDescription');
  });

  it('keeps whatever anybody wrote a text, and the list as it is', () => {
    const anyCustomer = fc.record({ name: fc.string(), email: hostile, company: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(anySettings, hostileName, hostile, anyCustomer, (settings, name, description, customer) => {
        const filled = filledOf({ name, description, settings }, customer);
        const xml = mobileconfig(filled);
        const plain = parse(mobileconfig(filledOf({ name: 'n', settings }))) as Profile;
        const read = parse(xml) as Profile;
        expect(read['PayloadDisplayName']).toBe(filled.profile.name);
        expect(read['PayloadDescription']).toBe(filled.profile.description);
        expect(Object.keys(read.PayloadContent[0])).toEqual(
          expect.arrayContaining(Object.keys(plain.PayloadContent[0]).filter((key) => key !== 'PayloadOrganization')),
        );
        const values = JSON.stringify(read.PayloadContent[0]);
        for (const [key, value] of Object.entries(settings)) {
          if (['kind', 'type', 'protocol', 'security', 'domain'].includes(key) || typeof value !== 'string') continue;
          const isBytes =
            settings.kind === 'vpn' && settings.type === 'l2tp' && ['sharedSecret', 'remoteId'].includes(key);
          if (value !== '' && !isBytes && !(key === 'username' && 'domain' in settings)) {
            expect(values).toContain(JSON.stringify(value));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads the same to another reader, whatever is in it', () => {
    fc.assert(
      fc.property(hostileName, hostile, (name, password) => {
        const settings = { kind: 'vpn', server: 'v', sharedSecret: password, username: name, password };
        const xml = mobileconfig(filledOf({ name, description: password, settings }));
        expect(readByOther(xml)).toEqual(parse(xml));
      }),
      { numRuns: 25 },
    );
  });
});
