/** Work on a request (P10): intervals, their correction, and the caller's one running timer. */
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { api, dataOf, newKey } from './client';
import { unchangedOr } from './polling';
import { Problem } from './problem';
import { ifMatch } from './requests';
import type { components } from './schema';

export type Timer = components['schemas']['RunningTimer'];

export interface Interval {
  started_at: string;
  ended_at: string;
  activity: string;
  billable: boolean;
  note: string;
}

const POLL_MS = 60_000;
const TIMER = ['timer'] as const;

/** The own profile with the timer; one that could not tell the timer is no answer, so that what was known stays. */
async function fetchTimer() {
  const profile = await unchangedOr('/me', (headers) => api.GET('/api/v1/me', { headers }));
  if (profile.missing.includes('timer')) throw new Problem('unavailable', 503, '');
  return profile;
}

/** The own running timer, on whichever request; undefined until it is known. */
export function useTimer(): Timer | null | undefined {
  const { data } = useQuery({
    queryKey: TIMER,
    queryFn: fetchTimer,
    select: (profile) => profile.timer,
    refetchInterval: POLL_MS,
  });
  return data;
}

export function timerChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: TIMER });
}

export function startTimer(number: number) {
  return dataOf(api.PUT('/api/v1/tickets/{number}/timer', { params: { path: { number } } }));
}

/** Stop the timer; with an activity its interval is recorded as work. */
export function stopTimer(number: number, activity: string | null, billable: boolean) {
  const query = activity ? { activity, billable } : {};
  return dataOf(api.DELETE('/api/v1/tickets/{number}/timer', { params: { path: { number }, query } }));
}

export function logWork(number: number, interval: Interval, key: string) {
  return dataOf(
    api.POST('/api/v1/tickets/{number}/work-entries', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': key },
      body: interval,
    }),
  );
}

/** What is not given stays. */
export function correctWork(number: number, version: number, workEntryId: string, interval: Partial<Interval>, reason: string) {
  return dataOf(
    api.PATCH('/api/v1/tickets/{number}/work-entries/{work_entry_id}', {
      params: { path: { number, work_entry_id: workEntryId } },
      headers: { 'Idempotency-Key': newKey(), ...ifMatch(version) },
      body: { ...interval, reason },
    }),
  );
}
