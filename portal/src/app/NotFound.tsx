import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Blank } from '@/components/Blank';
import { useTitle } from './useTitle';

/** No such page. */
export function NotFound() {
  const { t } = useTranslation('errors');
  useTitle(t('notFound.title'));
  return (
    <Blank icon="search" title={t('notFound.title')} text={t('notFound.text')} order={1}>
      <Button variant="default" component={Link} to="/">
        {t('notFound.toRequests')}
      </Button>
    </Blank>
  );
}
