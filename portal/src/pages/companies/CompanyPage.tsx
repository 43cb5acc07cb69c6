import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useCompany } from '@/api/companies';
import { Icon } from '@/components/icons';
import { ProblemPage } from '@/components/ProblemPage';
import classes from '@/components/register/Register.module.css';
import { PeopleList } from '@/pages/people/PeopleList';
import { CompanyDialog } from './CompanyDialog';

/** One company and its people, for administrators. */
export function Component() {
  const { t } = useTranslation('companies');
  const { companyId = '' } = useParams();
  const company = useCompany(companyId);
  const [isChanging, setIsChanging] = useState(false);
  if (company.error) return <ProblemPage problem={asProblem(company.error)} title={t('failedOne')} onRetry={() => void company.refetch()} order={1} />;
  if (!company.data) return null;
  return (
    <>
      <Link to="/companies" className={classes.back}>
        <Icon name="chevron-left" size={16} />
        {t('title')}
      </Link>
      <PeopleList team={companyId} title={company.data.name}>
        <Button variant="default" onClick={() => setIsChanging(true)}>
          {t('changeTitle')}
        </Button>
      </PeopleList>
      {isChanging && <CompanyDialog company={company.data} onClose={() => setIsChanging(false)} />}
    </>
  );
}
