import { Button, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useTitle } from '@/app/useTitle';
import { useUser } from '@/app/useUser';
import { Icon } from '@/components/icons';
import { ProblemPage } from '@/components/ProblemPage';
import { LoadingRows } from '@/components/register/LoadingRows';
import register from '@/components/register/Register.module.css';
import { RegisterRows } from '@/components/register/RegisterRows';
import { useShortcuts } from '@/components/shortcuts/useShortcuts';
import { EmptyQueue } from './EmptyQueue';
import classes from './QueuePage.module.css';
import { QueueRail } from './QueueRail';
import { QueueTable } from './QueueTable';
import { Search } from './Search';
import { useCounts, useQueue } from './useQueue';
import { TakeFailed } from './TakeFailed';
import { useTake } from './useTake';
import { type QueueFilter, readQueue, writeQueue } from './views';
import { ViewTabs } from './ViewTabs';

/** What waits for the desk: the consultant's first page. View and words are in the address. */
export function Component() {
  const { t } = useTranslation('queue');
  const user = useUser();
  const queries = useQueryClient();
  const [parameters, setParameters] = useSearchParams();
  const filter = readQueue(parameters);
  const { data: counts } = useCounts();
  const { pages, queue } = useQueue(filter, user.id);
  const { takeRow, busy, failure } = useTake();
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const isChanged = Boolean(queue && (queue.fresh || queue.rows.some((row) => row.hasLeft)));
  useTitle(t('title'));
  useShortcuts({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    p: takeFocused,
    '/': () => search.current?.focus(),
  });

  const { view } = filter;
  const searchFor = useCallback(
    (q: string) => setParameters(writeQueue({ view, q }), { replace: true, preventScrollReset: true }),
    [setParameters, view],
  );

  return (
    <>
      <div className={register.head}>
        <div>
          <Title order={1}>{t('title')}</Title>
          <p className={register.lead}>{t('lead')}</p>
        </div>
        <Button component={Link} to="/requests/new" variant="default" leftSection={<Icon name="phone" size={16} />}>
          {t('onBehalf')}
        </Button>
      </div>
      <div className={classes.columns}>
        <section className={register.card} aria-busy={pages.isFetching} ref={table}>
          <div className={classes.bar}>
            <ViewTabs view={view} counts={counts} hrefOf={(other) => addressOf({ ...filter, view: other })} />
            <Search key={view} value={filter.q} inputRef={search} onChange={searchFor} />
          </div>
          {failure && <div className={classes.failure}><TakeFailed failure={failure} /></div>}
          {isChanged && (
            <button type="button" className={register.fresh} onClick={() => void queries.invalidateQueries({ queryKey: ['requests'] })}>
              {queue?.fresh ? t('fresh', { count: queue.fresh }) : t('changed')}
            </button>
          )}
          {body()}
        </section>
        <QueueRail counts={counts} />
      </div>
    </>
  );

  function body() {
    if (pages.error && !queue) return <ProblemPage problem={asProblem(pages.error)} title={t('failed')} onRetry={() => void pages.refetch()} />;
    if (!queue) return <LoadingRows label={t('loading')} />;
    if (!queue.rows.length) return <EmptyQueue filter={filter} />;
    return (
      <RegisterRows pages={pages} more={t('more')}>
        <QueueTable rows={queue.rows} people={queue.people} back={addressOf(filter)} busy={busy} onTake={(row) => void takeRow(row)} />
      </RegisterRows>
    );
  }

  /** The links of the rows are what has the focus, so Enter opens as everywhere. */
  function moveFocus(by: 1 | -1) {
    const links = [...(table.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 && by < 0 ? -1 : at + by;
    links.at(Math.min(next, links.length - 1))?.focus();
  }

  function takeFocused() {
    const focused = document.activeElement?.closest('tr')?.querySelector('a[data-row]')?.getAttribute('data-row');
    const row = queue?.rows.find((one) => String(one.number) === focused);
    if (row && !row.assignee_id && !row.hasLeft) void takeRow(row);
  }
}

function addressOf(filter: QueueFilter): string {
  const parameters = writeQueue(filter).toString();
  return parameters ? `/queue?${parameters}` : '/queue';
}
