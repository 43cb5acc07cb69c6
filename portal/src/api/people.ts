/** The people of a company, or of the vendor, and what their administrators do with accounts. */
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client';
import { ifMatch } from './requests';
import type { Invited, Role, User, Users } from './types';

/** A company's id, or the vendor's own people. */
export type Team = string;
export const VENDOR: Team = 'vendor';

const PAGE = 50;
const MOST_SUCCESSORS = 200;

/** People by name, a page at a time. */
export function usePeople(team: Team, q: string) {
  return useInfiniteQuery({
    queryKey: ['people', team, q],
    queryFn: ({ pageParam }) => fetchPeople(team, { q: q || undefined, limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}

/** Who can take over requests. */
export function useConsultants(isNeeded: boolean) {
  return useQuery({
    queryKey: ['people', VENDOR, 'consultants'],
    queryFn: () => fetchPeople(VENDOR, { role: ['consultant', 'dispatcher'], state: 'active', limit: MOST_SUCCESSORS }),
    enabled: isNeeded,
  });
}

interface Asked {
  q?: string;
  role?: Role[];
  state?: 'active';
  limit: number;
  cursor?: string;
}

function fetchPeople(team: Team, query: Asked): Promise<Users> {
  return dataOf(api.GET('/api/v1/companies/{company_id}/users', { params: { path: { company_id: team }, query } }));
}

export function peopleChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['people'] });
}

export interface Invitation {
  email: string;
  name: string;
  role: Role;
  telephone: string;
  language: string;
}

/** Invite somebody, or make a new link for who was invited before. */
export function invite(team: Team, body: Invitation, key: string): Promise<Invited> {
  const params = { path: { company_id: team } };
  return dataOf(api.POST('/api/v1/companies/{company_id}/users', { params, headers: { 'Idempotency-Key': key }, body }));
}

const changeOf = (user: User) => ({ params: { path: { user_id: user.id } }, headers: ifMatch(user.version) });

export function changeRole(user: User, role: Role): Promise<User> {
  return dataOf(api.PATCH('/api/v1/users/{user_id}', { ...changeOf(user), body: { role } }));
}

/** `successorId`: who takes over the active requests of one of the vendor's people. */
export function disable(user: User, successorId: string | null): Promise<User> {
  return dataOf(api.PUT('/api/v1/users/{user_id}/disablement', { ...changeOf(user), body: { successor_id: successorId } }));
}

export function enable(user: User): Promise<User> {
  return dataOf(api.DELETE('/api/v1/users/{user_id}/disablement', changeOf(user)));
}
