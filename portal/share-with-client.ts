import { Download, ExternalLink } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import type { CustomerScreenShare } from '../protocol/screen-share.ts';
import { h, icon } from './elements.ts';

type Join = NonNullable<CustomerScreenShare['join']>;
type HowKey = 'portal.share.how.custom';

function link(href: string, text: string, sign: typeof Download): HTMLElement {
  return h('a', { class: 'share-link', href, target: '_blank', rel: 'noopener noreferrer' }, icon(sign), text);
}

/** How to join with a client of the technician's: what to do, where to get it, and the code to meet by. */
export function joinParts(
  { name: client, preset, code, codeFrom, url, downloadUrl, instructions }: Join,
  name: string,
  t: Translate,
): HTMLElement[] {
  const how = instructions === '' ? t(`portal.share.how.${preset}` as HowKey, { name }) : instructions;
  const parts: HTMLElement[] = [h('p', { class: 'share-how written', dir: 'auto' }, how)];
  if (downloadUrl !== '') parts.push(link(downloadUrl, t('portal.share.download', { client }), Download));
  if (url !== '') parts.push(link(url, t('portal.share.join', { client }), ExternalLink));
  if (codeFrom === 'customer') {
    const input = h('input', { id: 'share-code', autocomplete: 'off', spellcheck: 'false', maxlength: 80 });
    parts.push(h('div', { class: 'share-code' }, h('label', { for: 'share-code' }, t('portal.share.yourCode')), input));
  } else if (codeFrom !== 'nobody') {
    const shown = code ?? t('portal.share.codeComes');
    parts.push(
      h(
        'p',
        { class: 'share-code', role: 'status' },
        h('span', {}, t('portal.share.code')),
        h('strong', { 'data-comes': code === null }, shown),
      ),
    );
  }
  return parts;
}

/** The code that the customer wrote, without the spaces that programs show it with; null if it cannot be one. */
export function readCode(parts: readonly HTMLElement[]): string | null {
  const input = parts.map((part) => part.querySelector('input')).find((found) => found !== null);
  const code = (input?.value ?? '').replaceAll(/\s/g, '');
  return /^[A-Za-z0-9](?:[A-Za-z0-9@._-]{0,62}[A-Za-z0-9])?$/.test(code) ? code : null;
}
