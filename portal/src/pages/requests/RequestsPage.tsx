import { Button, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { isCustomer, viewerOf } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { useUser } from '@/app/useUser';
import { Icon } from '@/components/icons';
import { ProblemPage } from '@/components/ProblemPage';
import { LoadingRows } from '@/components/register/LoadingRows';
import register from '@/components/register/Register.module.css';
import { RegisterRows } from '@/components/register/RegisterRows';
import { dayOf } from '@/format/moment';
import { EmptyList } from './EmptyList';
import { type Filter, readFilter, writeFilter } from './filter';
import { Filters } from './Filters';
import classes from './RequestsPage.module.css';
import { RequestTable } from './RequestTable';
import { useRequests } from './useRequests';

/** P2, P3: the requests that this person may see. The filter is in the address. */
export function Component() {
  const { t } = useTranslation('requests');
  const user = useUser();
  const [parameters, setParameters] = useSearchParams();
  const queries = useQueryClient();
  const [today] = useState(() => dayOf(new Date()));
  const filter = readFilter(parameters, today);
  const { pages, requests } = useRequests(filter);
  useTitle(t('title'));

  const show = useCallback(
    (next: Filter, isTyping = false) => setParameters(writeFilter(next, today), { replace: isTyping, preventScrollReset: true }),
    [setParameters, today],
  );

  return (
    <>
      <div className={register.head}>
        <div>
          <Title order={1}>{t('title')}</Title>
          <p className={register.lead}>{user.company_name ? t('ofCompany', { company: user.company_name }) : t('ofAll')}</p>
        </div>
        {isCustomer(user) && (
          <div className={classes.add}>
            <Button component={Link} to="/requests/new" size="md" leftSection={<Icon name="plus" />} className={classes.addButton}>
              {t('new')}
            </Button>
          </div>
        )}
      </div>
      <section className={register.card} aria-busy={pages.isFetching}>
        <Filters filter={filter} today={today} activeOutside={requests?.activeOutside ?? 0} onChange={show} />
        {requests && requests.fresh > 0 && (
          <button type="button" className={register.fresh} onClick={() => void queries.invalidateQueries({ queryKey: ['requests'] })}>
            {t('fresh', { count: requests.fresh })}
          </button>
        )}
        {body()}
      </section>
    </>
  );

  function body() {
    if (pages.error && !requests) return <ProblemPage problem={asProblem(pages.error)} title={t('failed')} onRetry={() => void pages.refetch()} />;
    if (!requests) return <LoadingRows label={t('loading')} />;
    if (!requests.items.length) return <EmptyList filter={filter} today={today} activeOutside={requests.activeOutside} onChange={show} />;
    return (
      <RegisterRows pages={pages} more={t('more')}>
        <RequestTable items={requests.items} people={requests.people} viewer={viewerOf(user)} />
      </RegisterRows>
    );
  }
}
