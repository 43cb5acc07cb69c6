import { type QueryClient, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client';
import { unchangedOr } from './polling';
import type { TicketPage } from './types';

const POLL_MS = 10_000;

export const requestKey = (number: number) => ['request', number] as const;

/** A request's page, asked again every few seconds while it is looked at. */
export function useRequest(number: number) {
  return useQuery({
    queryKey: requestKey(number),
    queryFn: () => fetchRequest(number),
    refetchInterval: POLL_MS,
  });
}

function fetchRequest(number: number): Promise<TicketPage> {
  return unchangedOr(`/tickets/${number}`, (headers) =>
    api.GET('/api/v1/tickets/{number}', { params: { path: { number } }, headers }),
  );
}

/** After a change: the page and the lists are read again; resolves when the page is there. */
export async function requestChanged(queries: QueryClient, number: number): Promise<void> {
  void queries.invalidateQueries({ queryKey: ['requests'] });
  await queries.invalidateQueries({ queryKey: requestKey(number) });
}

/** The header of a change to the version that was read. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}.0"` };
}

export function fetchOlder(number: number, before: number) {
  return dataOf(
    api.GET('/api/v1/tickets/{number}/entries', { params: { path: { number }, query: { before_seq: before } } }),
  );
}

/** Tell that the entries up to `seq` were seen (unread marks). */
export function markSeen(number: number, seq: number): Promise<unknown> {
  return dataOf(api.PUT('/api/v1/tickets/{number}/seen', { params: { path: { number } }, body: { seq } }));
}

export function transition(number: number, version: number, action: 'accept' | 'withdraw' | 'close', key: string, reason = '') {
  return dataOf(
    api.POST('/api/v1/tickets/{number}/transitions', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': key, ...ifMatch(version) },
      body: { action, reason },
    }),
  );
}

export interface Update {
  body_html: string;
  file_ids: string[];
  still_open: boolean;
  draft_id: string | null;
}

/** Reactualizare cerere (P7). */
export function addUpdate(number: number, body: Update, key: string) {
  return dataOf(
    api.POST('/api/v1/tickets/{number}/updates', {
      params: { path: { number } },
      headers: { 'Idempotency-Key': key },
      body,
    }),
  );
}
