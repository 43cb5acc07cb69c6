import { Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { asProblem } from '@/api/problem';
import { viewerOf } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { useUser } from '@/app/useUser';
import { Blank } from '@/components/Blank';
import { ProblemPage } from '@/components/ProblemPage';
import classes from './RequestsPage.module.css';
import { RequestTable } from './RequestTable';

/** P2, P3: the requests that this person may see. */
export function Component() {
  const { t } = useTranslation('requests');
  const user = useUser();
  useTitle(t('title'));
  const list = useQuery({ queryKey: ['requests'], queryFn: () => dataOf(api.GET('/api/v1/tickets')) });
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <p className={classes.lead}>{user.company_name ? t('ofCompany', { company: user.company_name }) : t('ofAll')}</p>
      <section className={classes.card}>{body()}</section>
    </>
  );

  function body() {
    if (list.error) return <ProblemPage problem={asProblem(list.error)} title={t('failed')} onRetry={() => void list.refetch()} />;
    if (!list.data) return <Loading label={t('loading')} />;
    if (!list.data.items.length) return <Blank icon="message-2" title={t('empty.first')} text={t('empty.firstText')} />;
    return <RequestTable items={list.data.items} people={list.data.people} viewer={viewerOf(user)} />;
  }
}

function Loading({ label }: { label: string }) {
  return (
    <Stack gap={0} aria-label={label} aria-busy role="status">
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className={classes.loading}>
          <Skeleton height={14} width={`${30 + ((row * 17) % 30)}%`} />
          <Skeleton height={10} width="18%" mt={8} />
        </div>
      ))}
    </Stack>
  );
}
