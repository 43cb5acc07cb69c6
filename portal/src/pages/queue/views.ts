/** The queue's views, as they stand in the address. */
import type { components } from '@/api/schema';

export type View = 'mine' | 'unassigned' | 'waiting' | 'all';
export const VIEWS: View[] = ['mine', 'unassigned', 'waiting', 'all'];

export interface QueueFilter {
  view: View;
  q: string;
}

export function readQueue(parameters: URLSearchParams): QueueFilter {
  const view = VIEWS.find((one) => one === parameters.get('view')) ?? 'mine';
  return { view, q: parameters.get('q') ?? '' };
}

export function writeQueue(filter: QueueFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  if (filter.view !== 'mine') parameters.set('view', filter.view);
  if (filter.q.trim()) parameters.set('q', filter.q.trim());
  return parameters;
}

/** What a view asks of the list: always active requests, the oldest first. */
export function queryOfView(filter: QueueFilter, ownId: string) {
  const words = filter.q.trim() ? { q: filter.q.trim() } : {};
  return { type: 'active' as const, sort: 'created_at' as const, ...words, ...only(filter.view, ownId) };
}

function only(view: View, ownId: string) {
  if (view === 'mine') return { assignee: ownId };
  if (view === 'unassigned') return { unassigned: true };
  return view === 'waiting' ? { status: ['waiting_customer' as const] } : {};
}

export type Counts = components['schemas']['TicketCounts'];

export function countOf(view: View, counts: Counts | undefined): number | null {
  if (!counts) return null;
  return { mine: counts.mine, unassigned: counts.unassigned, waiting: counts.waiting_customer, all: counts.active }[view] ?? null;
}
