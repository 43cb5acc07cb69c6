import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Blank } from '@/components/Blank';
import { Icon } from '@/components/icons';
import { dayText } from '@/format/moment';
import { isCustomer } from '@/app/roles';
import { useUser } from '@/app/useUser';
import { type Filter, presetDays } from './filter';
import { useHasAny } from './useRequests';

interface Props {
  filter: Filter;
  today: string;
  activeOutside: number;
  onChange: (filter: Filter) => void;
}

/** Nothing to list: because there is nothing yet, nothing in these days, or nothing that matches. */
export function EmptyList({ filter, today, activeOutside, onChange }: Props) {
  const { t } = useTranslation('requests');
  const user = useUser();
  const { data: hasAny } = useHasAny(!filter.q);
  if (filter.q) return <Blank icon="search" title={t('empty.search', { text: filter.q })} text={t('empty.searchText')} />;
  if (hasAny === false) {
    return (
      <Blank icon="message-2" title={t('empty.first')} text={isCustomer(user) ? t('empty.firstText') : undefined}>
        {isCustomer(user) && (
          <Button component={Link} to="/requests/new" variant="light" leftSection={<Icon name="plus" size={16} />}>
            {t('new')}
          </Button>
        )}
      </Blank>
    );
  }
  const from = filter.from ? dayText(filter.from) : '…';
  const to = filter.to ? dayText(filter.to) : '…';
  const title = filter.from || filter.to ? t('empty.interval', { from, to }) : t('empty.active');
  return (
    <Blank icon="search" title={title} text={activeOutside > 0 ? t('empty.outside', { count: activeOutside }) : t('empty.intervalText')}>
      {activeOutside > 0 ? (
        <Button variant="light" onClick={() => onChange({ ...filter, from: null, to: null, type: 'active' })}>
          {t('empty.showOutside', { count: activeOutside })}
        </Button>
      ) : (
        <Button variant="default" onClick={() => onChange({ ...filter, ...presetDays('thisYear', today), type: 'all' })}>
          {t('preset.thisYear')}
        </Button>
      )}
    </Blank>
  );
}
