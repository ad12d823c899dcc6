import encodeQR from 'qr';
import type { SettingsOf } from '../../protocol/profile-definition.ts';

const types = { open: 'nopass', wep: 'WEP', wpa: 'WPA', wpa3: 'WPA' } as const;

/** What means something in such a code is made plain text by a backslash. */
const plain = (text: string): string => text.replaceAll(/[\\;,:"]/g, (sign) => `\\${sign}`);

/** A network in the words that cameras understand (`WIFI:…;;`, as in the Wi-Fi Alliance's WPA3 specification 7). */
export function wifiCode({ ssid, security, password, hidden }: Omit<SettingsOf<'wifi'>, 'kind' | 'autoJoin'>): string {
  const fields = [`T:${types[security]}`, `S:${plain(ssid)}`];
  if (password !== '') fields.push(`P:${plain(password)}`);
  if (hidden) fields.push('H:true');
  return `WIFI:${fields.join(';')};;`;
}

/** A QR code as SVG, black where the page's text colour is. */
export const qrCode = (text: string): string => encodeQR(text, 'svg', { ecc: 'medium', border: 4 });
