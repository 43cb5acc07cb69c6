import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Blank } from '@/components/Blank';
import type { QueueFilter } from './views';

/** Nothing in a view: what that means, and where else to look. */
export function EmptyQueue({ filter }: { filter: QueueFilter }) {
  const { t } = useTranslation('queue');
  if (filter.q.trim()) {
    return (
      <Blank icon="search" title={t('empty.search', { text: filter.q.trim() })} text={t('empty.searchText')}>
        <Button component={Link} variant="light" to={`/requests?interval=any&q=${encodeURIComponent(filter.q.trim())}`}>
          {t('empty.showAllRequests')}
        </Button>
      </Blank>
    );
  }
  return (
    <Blank icon="circle-check" title={t(`empty.${filter.view}`)} text={t(`empty.${filter.view}Text`)}>
      {filter.view === 'mine' && (
        <Button component={Link} variant="light" to="/queue?view=unassigned">
          {t('empty.showUnassigned')}
        </Button>
      )}
    </Blank>
  );
}
