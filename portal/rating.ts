import { Star } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import { limits } from '../protocol/limits.ts';
import type { Rating } from '../protocol/model.ts';
import { h, icon } from './elements.ts';
import { objectionTo } from './form-fields.ts';

const stars = [1, 2, 3, 4, 5];

/** One to five stars and a word of one's own; then thanks. */
export function createRating(t: Translate, onRate: (rating: Rating) => void) {
  const heading = h('h2', { id: 'rating-heading', tabindex: -1 }, t('portal.rating.heading'));
  const radios = stars.map((count) =>
    h('input', {
      type: 'radio',
      name: 'stars',
      value: count,
      'aria-label': t('portal.rating.stars', { stars: count }),
    }),
  );
  const said = h('p', { class: 'said', 'aria-hidden': 'true' });
  const error = h('p', { class: 'error', role: 'alert' });
  const comment = h('textarea', { id: 'rating-comment', rows: 2, dir: 'auto' });
  const label = h('label', { for: comment.id, class: 'comment' }, t('portal.rating.comment'));
  label.append(h('span', { class: 'optional' }, ` (${t('portal.form.optional')})`));
  const button = h('button', { type: 'submit', class: 'button' }, t('portal.rating.send'));
  // Stars alone are little to ask; the rest comes with the first of them.
  const more = h('div', { hidden: true }, said, label, comment, error, button);
  const form = h(
    'form',
    { novalidate: true },
    h(
      'fieldset',
      { class: 'stars', 'aria-labelledby': heading.id },
      ...radios.map((radio) => h('label', {}, radio, icon(Star))),
    ),
    more,
  );
  const card = h('section', { class: 'rating', 'aria-labelledby': heading.id, hidden: true }, heading, form);
  const chosen = (): number => Number(radios.find((radio) => radio.checked)?.value ?? 0);

  form.addEventListener('change', () => {
    more.hidden = chosen() === 0;
    said.textContent = t('portal.rating.stars', { stars: chosen() });
    for (const radio of radios) radio.closest('label')?.classList.toggle('lit', Number(radio.value) <= chosen());
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wrong = objectionTo(comment.value, { max: limits.comment, missing: null }, t);
    error.textContent = wrong ?? '';
    if (chosen() === 0) return;
    if (wrong !== null) return comment.focus();
    onRate({ stars: chosen(), comment: comment.value.trim() });
    heading.focus();
  });

  return {
    element: card,
    /** hidden: not yet; asked: how was it; or thanks for so many stars. */
    show: (state: 'hidden' | 'asked' | number): void => {
      card.hidden = state === 'hidden';
      form.hidden = typeof state === 'number';
      if (typeof state !== 'number') {
        heading.textContent = t('portal.rating.heading');
        card.querySelector('.given')?.remove();
        return;
      }
      heading.textContent = t('portal.rating.thanks');
      const given = stars.map((count) => {
        const star = icon(Star);
        if (count <= state) star.classList.add('lit');
        return star;
      });
      card.querySelector('.given')?.remove();
      card.append(
        h('p', { class: 'given', role: 'img', 'aria-label': t('portal.rating.stars', { stars: state }) }, ...given),
      );
    },
  };
}
