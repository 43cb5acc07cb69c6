/** Partner companies, for administrators. */
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client';
import { ifMatch } from './requests';
import type { Company } from './types';

const PAGE = 50;

export interface CompanyFacts {
  name: string;
  time_zone: string;
}

/** Companies by name, a page at a time. */
export function useCompanies(q: string) {
  return useInfiniteQuery({
    queryKey: ['companies', q],
    queryFn: ({ pageParam }) =>
      dataOf(api.GET('/api/v1/companies', { params: { query: { q: q || undefined, limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}

/** One company; none for the vendor's own people. */
export function useCompany(id: string | null) {
  return useQuery({
    queryKey: ['companies', 'one', id],
    queryFn: () => dataOf(api.GET('/api/v1/companies/{company_id}', { params: { path: { company_id: id ?? '' } } })),
    enabled: id !== null,
  });
}

export function companiesChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['companies'] });
}

export function addCompany(body: CompanyFacts, key: string): Promise<Company> {
  return dataOf(api.POST('/api/v1/companies', { headers: { 'Idempotency-Key': key }, body }));
}

export function changeCompany(company: Company, body: CompanyFacts): Promise<Company> {
  const params = { path: { company_id: company.id } };
  return dataOf(api.PATCH('/api/v1/companies/{company_id}', { params, headers: ifMatch(company.version), body }));
}
