import type { TextKey, Translate } from '../../i18n/translate.ts';
import { mailPorts, type SettingsOf } from '../../protocol/profile-definition.ts';
import type { Filled, Recipient } from './mobileconfig.ts';

/** A setting to copy; one that opens doors is covered until it is asked for. */
export type Field = { label: string; value: string; isSecret?: true };
/** What to do on an Android device, step by step, and what to type in there. */
export type Guide = { steps: string[]; groups: { title: string | null; fields: Field[] }[] };

type FieldName = TextKey extends infer K ? (K extends `profilePage.field.${infer N}` ? N : never) : never;

/** Fields of what there is; without a value there is none. */
function fieldsOf(t: Translate, ...rows: readonly [name: FieldName, value: string, secret?: 'secret'][]): Field[] {
  return rows.flatMap(([name, value, secret]) =>
    value === ''
      ? []
      : { label: t(`profilePage.field.${name}`), value, ...(secret === undefined ? {} : { isSecret: true as const }) },
  );
}

function wifi(t: Translate, { ssid, security, password, hidden }: SettingsOf<'wifi'>): Guide {
  const fields = fieldsOf(
    t,
    ['network', ssid],
    ['security', t(`profilePage.security.${security}`)],
    ['password', password, 'secret'],
  );
  const steps = [
    t('profilePage.wifi.open'),
    t(hidden ? 'profilePage.wifi.add' : 'profilePage.wifi.choose', { ssid }),
    ...(password === '' ? [] : [t('profilePage.wifi.password')]),
  ];
  return { steps, groups: [{ title: null, fields }] };
}

function mail(t: Translate, settings: SettingsOf<'mail'>, { name, email }: Recipient): Guide {
  const { protocol, incoming, outgoing, password, sender } = settings;
  const address = settings.address || email;
  const ports = mailPorts(settings);
  const server = ({ host, security }: typeof incoming, port: number): Field[] =>
    fieldsOf(
      t,
      ['server', host],
      ['port', String(port)],
      ['encryption', t(`profilePage.encryption.${security}`)],
      ['username', settings.username || address],
      ['password', password, 'secret'],
    );
  const account = fieldsOf(t, ['address', address], ['sender', sender || name]);
  return {
    steps: [
      t('profilePage.mail.open'),
      t('profilePage.mail.address'),
      t(`profilePage.mail.${protocol}`),
      t('profilePage.mail.servers'),
    ],
    groups: [
      { title: t('profilePage.mail.account'), fields: account },
      { title: t('profilePage.mail.incoming'), fields: server(incoming, ports.incoming) },
      { title: t('profilePage.mail.outgoing'), fields: server(outgoing, ports.outgoing) },
    ],
  };
}

function exchange(t: Translate, settings: SettingsOf<'exchange'>, { email }: Recipient): Guide {
  const address = settings.address || email;
  const fields = fieldsOf(
    t,
    ['address', address],
    ['server', settings.host],
    ['domain', settings.domain],
    ['username', settings.username || address],
    ['password', settings.password, 'secret'],
    ['encryption', t(settings.ssl ? 'profilePage.encryption.tls' : 'profilePage.encryption.none')],
  );
  const steps = [t('profilePage.mail.open'), t('profilePage.exchange.choose'), t('profilePage.exchange.fields')];
  return { steps, groups: [{ title: null, fields }] };
}

function vpnType({ type, sharedSecret, username }: SettingsOf<'vpn'>): string {
  if (type === 'l2tp') return 'L2TP/IPSec PSK';
  return username === '' && sharedSecret !== '' ? 'IKEv2/IPSec PSK' : 'IKEv2/IPSec MSCHAPv2';
}

function vpn(t: Translate, settings: SettingsOf<'vpn'>, name: string): Guide {
  const fields = fieldsOf(
    t,
    ['name', name],
    ['type', vpnType(settings)],
    ['server', settings.server],
    ['remoteId', settings.type === 'ikev2' ? settings.remoteId : ''],
    ['localId', settings.type === 'ikev2' ? settings.localId : ''],
    ['sharedSecret', settings.sharedSecret, 'secret'],
    ['username', settings.username],
    ['password', settings.password, 'secret'],
  );
  const steps = [t('profilePage.vpn.open'), t('profilePage.vpn.add'), t('profilePage.vpn.connect')];
  return { steps, groups: [{ title: null, fields }] };
}

function passcode(t: Translate, settings: SettingsOf<'passcode'>): Guide {
  const { minLength, allowSimple, needsLetters, lockAfterMinutes, maxAgeDays } = settings;
  return {
    steps: [
      t('profilePage.passcode.open'),
      t(needsLetters ? 'profilePage.passcode.letters' : 'profilePage.passcode.digits', { count: minLength }),
      ...(allowSimple ? [] : [t('profilePage.passcode.notSimple')]),
      ...(lockAfterMinutes === null ? [] : [t('profilePage.passcode.lock', { count: lockAfterMinutes })]),
      ...(maxAgeDays === null ? [] : [t('profilePage.passcode.change', { count: maxAgeDays })]),
    ],
    groups: [],
  };
}

function certificate(t: Translate, { format, passphrase }: SettingsOf<'certificate'>, isAuthority: boolean): Guide {
  const kind = format === 'pkcs12' ? 'own' : isAuthority ? 'authority' : 'other';
  return {
    steps: [
      t('profilePage.certificate.download'),
      t('profilePage.certificate.open'),
      t(`profilePage.certificate.${kind}`),
    ],
    groups: [{ title: null, fields: fieldsOf(t, ['passphrase', passphrase, 'secret']) }],
  };
}

/** The guide for a profile, in the language of `t`; `isAuthority`: its certificate may vouch for others. */
export function androidGuide(t: Translate, { profile, settings, recipient }: Filled, isAuthority: boolean): Guide {
  switch (settings.kind) {
    case 'wifi':
      return wifi(t, settings);
    case 'mail':
      return mail(t, settings, recipient);
    case 'exchange':
      return exchange(t, settings, recipient);
    case 'vpn':
      return vpn(t, settings, profile.name);
    case 'passcode':
      return passcode(t, settings);
    case 'web-clip':
      return { steps: [t('profilePage.webClip.open'), t('profilePage.webClip.add')], groups: [] };
    case 'certificate':
      return certificate(t, settings, isAuthority);
  }
}
