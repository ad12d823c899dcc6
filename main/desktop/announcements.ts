import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { BubbleAction } from './bubbles.ts';
import type { BubbleEvent, Presenter, Shown } from './presenter.ts';

/** Something that the console says on the desktop and that is no event of a request. */
export type Announcement = {
  key: string;
  title: string;
  body: string;
  actions?: readonly BubbleAction[];
  told?: (event: BubbleEvent) => void;
};
export type Announce = ReturnType<typeof createAnnouncements>;

/** Says things by notifications of their own, whatever the technician does at the moment. */
export const createAnnouncements =
  (presenter: Presenter, translator: () => Translator) =>
  ({ key, title, body, actions = [], told = () => undefined }: Announcement): Shown => {
    const { t } = translator();
    const texts = actions.map((id) => ({ id, text: t(`notification.action.${id}`) }));
    const open = t('notification.open');
    return presenter.show(
      { key, title, body, open, events: [], opens: 1 as RequestId, stays: false, actions: texts },
      told,
    );
  };
