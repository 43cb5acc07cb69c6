import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/client';
import { unchangedOr } from '@/api/polling';
import type { People, TicketList, TicketSummary } from '@/api/types';
import { type QueueFilter, queryOfView } from './views';

const POLL_MS = 15_000;
const PAGE = 50;

export interface QueueRow extends TicketSummary {
  /** It is no longer in this view (taken, closed, …). It keeps its place until the person looks anew, so that nothing jumps. */
  hasLeft: boolean;
}

export interface Queue {
  rows: QueueRow[];
  people: People;
  /** Requests of the polled page that are not shown yet. */
  fresh: number;
}

/** A view of the queue by pages, and what has changed in its first page since it was shown. */
export function useQueue(filter: QueueFilter, ownId: string) {
  const query = { ...queryOfView(filter, ownId), limit: PAGE };
  const pages = useInfiniteQuery({
    queryKey: ['requests', 'queue', filter],
    queryFn: ({ pageParam }) => dataOf(api.GET('/api/v1/tickets', { params: { query: { ...query, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
  const latest = useQuery({
    queryKey: ['queue-latest', filter],
    queryFn: () =>
      unchangedOr(`/tickets?queue=${JSON.stringify(query)}`, (headers) => api.GET('/api/v1/tickets', { params: { query }, headers })),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
    refetchInterval: POLL_MS,
    initialData: pages.isPlaceholderData ? undefined : pages.data?.pages[0],
    staleTime: POLL_MS,
  });
  const isNewer = latest.dataUpdatedAt > pages.dataUpdatedAt;
  return { pages, queue: pages.data ? merged(pages.data.pages, isNewer ? latest.data : undefined) : null };
}

/** The counts of the views and, for dispatchers, of each consultant. */
export function useCounts() {
  return useQuery({
    queryKey: ['requests', 'counts'],
    queryFn: () => unchangedOr('/tickets/counts', (headers) => api.GET('/api/v1/tickets/counts', { headers })),
    refetchInterval: POLL_MS,
  });
}

/** All pages as one list in the order in which they were shown; `latest`: the first page as it is now. */
export function merged(pages: TicketList[], latest: TicketList | undefined): Queue {
  const now = new Map((latest?.items ?? []).map((item) => [item.number, item]));
  const shown = new Map(pages.flatMap((page) => page.items).map((item) => [item.number, item]));
  const isCovered = coverage(latest);
  const rows = [...shown.values()].map((item) => {
    const current = now.get(item.number);
    return { ...(current && current.version >= item.version ? current : item), hasLeft: !current && isCovered(item) };
  });
  return {
    rows,
    people: Object.assign({}, ...pages.map((page) => page.people), latest?.people) as People,
    fresh: [...now.keys()].filter((number) => !shown.has(number)).length,
  };
}

/** Whether a row that belongs to the view would have to be in the polled page. */
function coverage(latest: TicketList | undefined): (item: TicketSummary) => boolean {
  if (!latest) return () => false;
  const last = latest.page.next_cursor ? latest.items.at(-1) : undefined;
  if (!latest.page.next_cursor) return () => true;
  return (item) => last !== undefined && (item.created_at < last.created_at || (item.created_at === last.created_at && item.number < last.number));
}
