import { Button, Skeleton } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { useParams, Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useRequest } from '@/api/requests';
import { isStaff } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { useUser } from '@/app/useUser';
import { Blank } from '@/components/Blank';
import { ProblemPage } from '@/components/ProblemPage';
import { RequestView } from './RequestView';
import { loadForStaff } from './staff/lazy';

/** P8: the standard form of one request. Unknown and foreign numbers look alike. */
export function Component() {
  const { number } = useParams();
  const isNumber = /^[1-9]\d{0,15}$/u.test(number ?? '');
  return isNumber ? <Loaded key={number} number={Number(number)} /> : <Unknown number={number ?? ''} />;
}

function Loaded({ number }: { number: number }) {
  const { t } = useTranslation('request');
  const { data, error, refetch } = useRequest(number);
  const isForStaff = isStaff(useUser());
  useEffect(() => {
    if (isForStaff) loadForStaff();
  }, [isForStaff]);
  useTitle(data ? `${number} ${data.ticket.subject}` : t('numberShort', { number }));
  if (data) {
    return (
      <Suspense fallback={<Loading label={t('loading')} />}>
        <RequestView page={data} />
      </Suspense>
    );
  }
  if (!error) return <Loading label={t('loading')} />;
  const problem = asProblem(error);
  if (problem.status === 404 || problem.status === 422) return <Unknown number={String(number)} />;
  return <ProblemPage problem={problem} title={t('loadFailed')} onRetry={() => void refetch()} order={1} />;
}

function Unknown({ number }: { number: string }) {
  const { t } = useTranslation(['request', 'errors']);
  useTitle(t('unknown', { number }));
  return (
    <Blank icon="search" title={t('unknown', { number })} text={t('unknownText')} order={1}>
      <Button variant="default" component={Link} to="/requests">
        {t('errors:notFound.toRequests')}
      </Button>
    </Blank>
  );
}

function Loading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} aria-busy>
      <Skeleton height={14} width={120} mb={16} />
      <Skeleton height={28} width="55%" mb={32} />
      <Skeleton height={180} width="70%" radius="lg" mb={16} />
      <Skeleton height={120} width="70%" radius="lg" />
    </div>
  );
}
