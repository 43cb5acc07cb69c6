/** The own account: profile, password, sessions. */
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client';
import { ifMatch } from './requests';
import type { User } from './types';

const PAGE = 20;

/** The own account as it is now; the session's copy may be older. */
export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => dataOf(api.GET('/api/v1/me')) });
}

export interface ProfileFacts {
  name: string;
  telephone: string;
  language: string;
  time_zone: string;
}

/** What is not given stays. */
export function changeProfile(user: Pick<User, 'version'>, body: Partial<ProfileFacts>): Promise<User> {
  return dataOf(api.PATCH('/api/v1/me', { headers: ifMatch(user.version), body }));
}

/** Every other session ends with it. */
export function changePassword(current: string, next: string): Promise<unknown> {
  return dataOf(api.PUT('/api/v1/me/password', { body: { current_password: current, new_password: next } }));
}

export function useSessions() {
  return useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam }) => dataOf(api.GET('/api/v1/me/sessions', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next_cursor ?? undefined,
  });
}

export function endSession(id: string): Promise<unknown> {
  return dataOf(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } }));
}

export function sessionsChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['sessions'] });
}
