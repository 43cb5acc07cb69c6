import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Blank } from '@/components/Blank';
import { isOldPage } from './oldPage';

/** A page that failed while showing itself, or whose script is gone because a newer version is there. */
export function Broken() {
  const { t } = useTranslation('errors');
  const isOld = isOldPage(useRouteError());
  return (
    <div role="alert">
      <Blank icon="refresh" title={isOld ? t('newVersion') : t('broken.title')} text={isOld ? undefined : t('broken.text')} order={1}>
        <Button onClick={() => location.reload()}>{t('reload')}</Button>
      </Blank>
    </div>
  );
}
