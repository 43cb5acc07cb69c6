import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanies } from '@/api/companies';
import { asProblem } from '@/api/problem';
import type { Company } from '@/api/types';
import { useTitle } from '@/app/useTitle';
import { Blank } from '@/components/Blank';
import { Icon } from '@/components/icons';
import { ProblemPage } from '@/components/ProblemPage';
import { LoadingRows } from '@/components/register/LoadingRows';
import classes from '@/components/register/Register.module.css';
import { RegisterRows } from '@/components/register/RegisterRows';
import { RegisterSearch } from '@/components/register/RegisterSearch';
import { useSearchWords } from '@/components/register/useSearchWords';
import { CompanyDialog } from './CompanyDialog';
import { CompanyTable } from './CompanyTable';

/** The register of partner companies: where an administrator lands. */
export function Component() {
  const { t } = useTranslation('companies');
  const { typed, setTyped, searched } = useSearchWords();
  const pages = useCompanies(searched);
  const [changing, setChanging] = useState<Company | 'new' | null>(null);
  const companies = pages.data?.pages.flatMap((page) => page.items);
  useTitle(t('title'));

  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('title')}</Title>
          <p className={classes.lead}>{t('lead')}</p>
        </div>
        <Button leftSection={<Icon name="plus" />} onClick={() => setChanging('new')}>
          {t('add')}
        </Button>
      </div>
      <section className={classes.card} aria-busy={pages.isFetching}>
        <RegisterSearch label={t('search')} value={typed} onChange={setTyped} />
        {body()}
      </section>
      {changing && <CompanyDialog company={changing === 'new' ? null : asItIs(changing)} onClose={() => setChanging(null)} />}
    </>
  );

  /** After somebody else's change the list is read again, and the dialog goes on from that. */
  function asItIs(company: Company): Company {
    return companies?.find((one) => one.id === company.id) ?? company;
  }

  function body() {
    if (pages.error && !companies) return <ProblemPage problem={asProblem(pages.error)} title={t('failed')} onRetry={() => void pages.refetch()} />;
    if (!companies) return <LoadingRows label={t('loading')} />;
    if (!companies.length && searched) return <Blank icon="search" title={t('empty.search', { text: searched })} text={t('empty.searchText')} />;
    if (!companies.length) return <Blank icon="building" title={t('empty.title')} text={t('empty.text')} />;
    return (
      <RegisterRows pages={pages} more={t('more')}>
        <CompanyTable companies={companies} onChange={setChanging} />
      </RegisterRows>
    );
  }
}
