import { MessagesSquare, SearchX } from 'lucide-react';
import { memo } from 'react';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import { Chat } from '../../chat/chat.tsx';
import { DropTarget } from '../../chat/drop-target.tsx';
import { useSelection } from '../../state/selection.ts';
import { useSetting } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Empty } from '../../ui/empty.tsx';
import pane from '../pane.module.css';
import { ActionsBar } from './actions-bar.tsx';
import { Facts } from './facts.tsx';
import { Head } from './head.tsx';
import { Sharing } from './sharing.tsx';
import { Situation } from './situation.tsx';

function NothingChosen() {
  const { t } = useTranslator();
  return (
    <Empty icon={<MessagesSquare size={28} />} title={t('details.empty')}>
      {t('details.emptyHint')}
    </Empty>
  );
}

/** A link or notification led to a request that this console does not have, whether or not it exists. */
function NotHere() {
  const { t } = useTranslator();
  return (
    <Empty icon={<SearchX size={28} />} title={t('details.notHere')}>
      {t('details.notHereHint')}
    </Empty>
  );
}

/** All of a request. It is drawn anew with its details, not when another one is chosen and still being read. */
const Whole = memo(function Whole({ details }: { details: RequestDetails }) {
  const facts = useSetting('facts');
  return (
    <DropTarget>
      <Head details={details} />
      <ActionsBar />
      <Situation details={details} />
      <Sharing details={details} />
      {facts ? <Facts details={details} /> : null}
      <Chat />
    </DropTarget>
  );
});

/** Details of the request that is chosen in either list: actions, chat messages, details, source. */
export function DetailsPane() {
  const { t } = useTranslator();
  const { id, details, settled } = useSelection();
  const nothing = id === null || !settled ? <NothingChosen /> : <NotHere />;
  return (
    <section className={pane['pane']} aria-label={t('pane.details')} aria-busy={!settled}>
      {details === null ? nothing : <Whole details={details} />}
    </section>
  );
}
