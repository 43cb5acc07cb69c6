import { useTranslation } from 'react-i18next';
import { VENDOR } from '@/api/people';
import { PeopleList } from './PeopleList';

/** The vendor's own people, for administrators. */
export function Component() {
  const { t } = useTranslation('people');
  return <PeopleList team={VENDOR} title={t('team')} />;
}
