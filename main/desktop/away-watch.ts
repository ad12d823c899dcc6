import type { Translator } from '../../i18n/translate.ts';
import type { Announce } from './announcements.ts';
import { watchAway, type AwayParts } from './power.ts';
import type { Shown } from './presenter.ts';

export type AwayWatchParts = Omit<AwayParts, 'onDeed'> & {
  announce: Announce;
  translator: () => Translator;
  /** He counts as Unavailable because nobody was at any of his consoles. */
  isAbsent: () => boolean;
  /** Tells the relay whether somebody is at this console; what follows for the technician is decided there. */
  attend: (there: boolean) => void;
};

/** Asks who leaves the desk, says when he has left, and when he comes back (spec 8.6). Answers its end. */
export function watchDesk({ announce, translator, isAbsent, attend, ...signs }: AwayWatchParts): () => void {
  let question: Shown | null = null;
  const ask = (): Shown => {
    const { t } = translator();
    return announce({
      key: 'away',
      title: t('away.ask'),
      body: t('away.askBody'),
      actions: ['stay'],
      told: ({ kind }) => {
        if (kind === 'clicked' || kind === 'acted') watch.here();
      },
    });
  };
  function welcome(): void {
    const { t } = translator();
    announce({ key: 'away', title: t('away.back'), body: t('away.backBody') });
  }
  const watch = watchAway({
    ...signs,
    onDeed: (deed) => {
      question?.close();
      question = deed === 'ask' ? ask() : null;
      if (deed === 'leave') attend(false);
      if (deed !== 'return') return;
      if (isAbsent()) welcome();
      attend(true);
    },
  });
  return watch.close;
}
