import type { Translate } from '../i18n/translate.ts';
import type { CustomerProfile } from '../protocol/profiles.ts';
import { h } from './elements.ts';

/** Whether the way to a profile has ended; of one that is only told of there is none to end. */
export const isOver = ({ link }: CustomerProfile, now: number): boolean => link !== null && link.expiresAt <= now;

export type ProfileLineParts = { t: Translate; relay: string; clock: () => number; framed: boolean };

/**
 * What stands under the line of a profile that was sent: the way to it, and what to do then; null under one that is only
 * told of. An iPhone asks over the page that is there; a page in a frame may not be asked over, and a guide is a page itself.
 */
export function profileLine(
  profile: CustomerProfile,
  { t, relay, clock, framed }: ProfileLineParts,
): HTMLElement | null {
  const { link, system } = profile;
  if (link === null) return null;
  if (isOver(profile, clock())) return h('p', { class: 'profile' }, t('portal.profile.over'));
  const isOwnPage = system === 'android' || framed;
  const target = { target: isOwnPage ? '_blank' : null, rel: isOwnPage ? 'noopener noreferrer' : null };
  return h(
    'div',
    { class: 'profile' },
    h('a', { class: 'button', href: relay + link.path, ...target }, t(`portal.profile.${system}.get`)),
    h('p', {}, t(`portal.profile.${system}.next`)),
  );
}
