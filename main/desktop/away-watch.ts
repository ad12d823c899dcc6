import type { Translator } from '../../i18n/translate.ts';
import type { Announce } from './announcements.ts';
import { watchAway, type AwayParts } from './power.ts';
import type { Shown } from './presenter.ts';

export type AwayWatchParts = Omit<AwayParts, 'onDeed'> & {
  announce: Announce;
  translator: () => Translator;
  setAvailable: (available: boolean) => Promise<unknown>;
};

/** Asks who leaves the desk, makes him unavailable, and available again when he comes back (spec 8.6). Answers its end. */
export function keepAvailabilityTrue({ announce, translator, setAvailable, ...signs }: AwayWatchParts): () => void {
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
  async function welcome(): Promise<void> {
    await setAvailable(true);
    const { t } = translator();
    announce({ key: 'away', title: t('away.back'), body: t('away.backBody') });
  }
  const watch = watchAway({
    ...signs,
    onDeed: (deed) => {
      question?.close();
      question = deed === 'ask' ? ask() : null;
      if (deed === 'leave') void setAvailable(false);
      if (deed === 'return') void welcome();
    },
  });
  return watch.close;
}
