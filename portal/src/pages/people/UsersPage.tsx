import { useTranslation } from 'react-i18next';
import { NotFound } from '@/app/NotFound';
import { useUser } from '@/app/useUser';
import { PeopleList } from './PeopleList';

/** The people of the own company, for its administrators. */
export function Component() {
  const { t } = useTranslation('people');
  const user = useUser();
  if (user.role !== 'company_admin' || !user.company_id) return <NotFound />;
  return <PeopleList team={user.company_id} title={t('title')} company={user.company_name ?? undefined} />;
}
