import { BellOff, Inbox, SearchX } from 'lucide-react';
import { useAvailable } from '../../state/account.ts';
import { useOnline } from '../../state/connection.ts';
import { setAvailable } from '../../state/perform.ts';
import { useRequestList } from '../../state/request-list.ts';
import { useSetting } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import pane from '../pane.module.css';
import { Filters } from './filters.tsx';
import { RequestTable } from './request-table.tsx';
import { SearchField } from './search-field.tsx';

/** Says why unassigned requests are not here, and how to get them (spec 2). */
function UnavailableBanner() {
  const { t } = useTranslator();
  const isOnline = useOnline();
  return (
    <Banner
      tone="warn"
      icon={<BellOff size={15} aria-hidden />}
      actions={
        <Button size="small" isDisabled={!isOnline} onPress={() => void setAvailable(true)}>
          {t('list.becomeAvailable')}
        </Button>
      }
    >
      {t('list.unavailable')}
    </Banner>
  );
}

function Nothing() {
  const { t } = useTranslator();
  const search = useRequestList((list) => list.search);
  const filter = useSetting('filter');
  if (search !== '')
    return (
      <Empty icon={<SearchX size={28} />} title={t('list.nothingFound', { search })}>
        {t('list.nothingFoundHint')}
      </Empty>
    );
  return (
    <Empty icon={<Inbox size={28} />} title={t(`list.empty.${filter}`)}>
      {t(`list.emptyHint.${filter}`)}
    </Empty>
  );
}

/** Support requests: all that the technician may see, by status, sorted, searched. */
export function RequestsPane() {
  const { t } = useTranslator();
  const isAvailable = useAvailable();
  const isEmpty = useRequestList((list) => list.loaded && list.total === 0);
  return (
    <section className={pane['pane']} aria-label={t('pane.requests')}>
      <header className={pane['head']}>
        <h2 className={pane['title']}>{t('pane.requests')}</h2>
        <Filters />
        <span className={pane['gap']} />
        <SearchField />
      </header>
      {isAvailable ? null : <UnavailableBanner />}
      {isEmpty ? <Nothing /> : <RequestTable />}
    </section>
  );
}
