import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './NewRequestPage.module.css';

const FIVE_MINUTES = 300_000;
const MOST_PAGES = 20;
const MOST_SHOWN = 50; // typing narrows them

interface Props {
  /** Who is chosen; none yet. */
  value: string | null;
  onChange: (userId: string | null) => void;
  error?: string;
}

/** For staff: in whose name the request is recorded: the company that called, then the person. */
export function CallerPicker({ value, onChange, error }: Props) {
  const { t } = useTranslation('staff');
  const companies = useQuery({ queryKey: ['companies', 'all'], queryFn: allCompanies, staleTime: FIVE_MINUTES });
  const chosen = useQuery({
    queryKey: ['user', value],
    queryFn: () => dataOf(api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: value ?? '' } } })),
    enabled: value !== null,
    staleTime: FIVE_MINUTES,
  });
  const [picked, setPicked] = useState<string | null>(null);
  const company = picked ?? chosen.data?.company_id ?? null;
  const people = useQuery({
    queryKey: ['callers', company],
    queryFn: () => callersOf(company ?? ''),
    enabled: company !== null,
    staleTime: FIVE_MINUTES,
  });
  const failed = companies.error ?? people.error;
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={t('caller.company')}
          placeholder={t('caller.chooseCompany')}
          withAsterisk
          searchable
          limit={MOST_SHOWN}
          data={(companies.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={company}
          onChange={(next) => {
            setPicked(next);
            onChange(null);
          }}
          error={Boolean(error) && !company}
        />
        <Select
          label={t('caller.person')}
          placeholder={t('caller.choosePerson')}
          withAsterisk
          searchable
          disabled={company === null}
          data={(people.data ?? []).map((one) => ({ value: one.id, label: one.telephone ? `${one.name} · ${one.telephone}` : one.name }))}
          value={value}
          onChange={onChange}
          error={error ?? (people.data?.length === 0 ? t('caller.nobody') : undefined)}
        />
      </div>
      {failed && <ProblemMessage problem={asProblem(failed)} title={t('caller.failed')} />}
    </>
  );
}

async function allCompanies() {
  const found = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    // oxlint-disable-next-line no-await-in-loop -- a page says where the next one is
    const answer = await dataOf(api.GET('/api/v1/companies', { params: { query: { limit: 200, cursor } } }));
    found.push(...answer.items);
    if (!answer.page.next_cursor) break;
    cursor = answer.page.next_cursor;
  }
  return found;
}

async function callersOf(companyId: string): Promise<User[]> {
  const query = { state: 'active' as const, limit: 200 };
  const { items } = await dataOf(api.GET('/api/v1/companies/{company_id}/users', { params: { path: { company_id: companyId }, query } }));
  return items;
}
