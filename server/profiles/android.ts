import { escaped } from '../../i18n/markup.ts';
import type { Translator } from '../../i18n/translate.ts';
import { androidGuide, type Field } from './android-guide.ts';
import { certificateOf, type Filled } from './mobileconfig.ts';
import { pageOf } from './page.ts';
import { qrCode, wifiCode } from './wifi-code.ts';

type T = Translator['t'];

const fieldOf = (t: T, { label, value, isSecret }: Field): string => {
  const shown = `<span class="value" dir="auto">${escaped(value)}</span>`;
  const covered = `<details><summary>${escaped(t('profilePage.show'))}</summary>${shown}</details>`;
  return `<dt>${escaped(label)}</dt><dd>${isSecret === true ? covered : shown}</dd>`;
};

/** What can be pressed, or held before a camera, above the steps. */
function toolOf(t: T, { settings }: Filled, filePath: string): string {
  switch (settings.kind) {
    case 'web-clip':
      return `<a class="button" href="${escaped(settings.url)}" rel="noreferrer">${escaped(t('profilePage.webClip.go', { label: settings.label }))}</a>`;
    case 'certificate':
      return `<a class="button" href="${escaped(filePath)}" download>${escaped(t('profilePage.certificate.get'))}</a>`;
    default:
      return '';
  }
}

function codeOf(t: T, { settings }: Filled): string {
  if (settings.kind !== 'wifi') return '';
  const label = escaped(t('profilePage.wifi.code', { ssid: settings.ssid }));
  return `<figure><div class="code" role="img" aria-label="${label}">${qrCode(wifiCode(settings))}</div>
<figcaption>${escaped(t('profilePage.wifi.scan'))}</figcaption></figure>`;
}

/** The certificate of a profile as its browser takes it: content type, name, bytes. Null: the profile is no certificate. */
export function certificateFile({ settings }: Filled): { type: string; extension: string; bytes: Buffer } | null {
  if (settings.kind !== 'certificate') return null;
  return settings.format === 'pkcs12'
    ? { type: 'application/x-pkcs12', extension: 'p12', bytes: Buffer.from(settings.data, 'base64') }
    : { type: 'application/x-x509-ca-cert', extension: 'crt', bytes: certificateOf(settings).der };
}

/**
 * What an Android device's browser can do with a profile: a page that says step by step how to set it up, with what is to
 * be typed. `filePath`: where the certificate comes from, if it is one.
 */
export function androidPage(translator: Translator, filled: Filled, filePath: string): string {
  const { t } = translator;
  const { profile, settings, recipient } = filled;
  const isAuthority =
    settings.kind === 'certificate' && settings.format === 'x509' && certificateOf(settings).isAuthority;
  const { steps, groups } = androidGuide(t, filled, isAuthority);
  const shown = groups.filter(({ fields }) => fields.length > 0);
  const body = [
    `<p class="by" dir="auto">${escaped(profile.organization || recipient.company)}</p>`,
    `<h1 dir="auto">${escaped(profile.name)}</h1>`,
    profile.description === '' ? '' : `<p dir="auto">${escaped(profile.description)}</p>`,
    toolOf(t, filled, filePath),
    `<h2>${escaped(t('profilePage.steps'))}</h2>`,
    `<ol>${steps.map((step) => `<li>${escaped(step)}</li>`).join('')}</ol>`,
    `<p class="aside">${escaped(t('profilePage.names'))}</p>`,
    shown.length === 0 ? '' : `<h2>${escaped(t('profilePage.settings'))}</h2>`,
    ...shown.map(
      ({ title, fields }) =>
        `${title === null ? '' : `<h3>${escaped(title)}</h3>`}<dl>${fields.map((field) => fieldOf(t, field)).join('')}</dl>`,
    ),
    codeOf(t, filled),
  ];
  return pageOf(translator, profile.name, body.filter((part) => part !== '').join('\n'));
}
