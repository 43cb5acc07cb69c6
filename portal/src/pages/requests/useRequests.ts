import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/client';
import { unchangedOr } from '@/api/polling';
import type { People, TicketList, TicketSummary } from '@/api/types';
import { timeZone } from '@/format/moment';
import type { Filter } from './filter';

const POLL_MS = 15_000;
const PAGE = 50;

function queryOf(filter: Filter, cursor?: string) {
  return {
    created_from: filter.from ?? undefined,
    created_to: filter.to ?? undefined,
    type: filter.type,
    q: filter.q.trim() || undefined,
    sort: filter.sort,
    tz: timeZone(),
    limit: PAGE,
    cursor,
  };
}

export interface Requests {
  items: TicketSummary[];
  people: People;
  activeOutside: number;
  /** Rows that came since the list was loaded: shown when the person asks, so that nothing jumps. */
  fresh: number;
}

/** The list by pages, and what has changed in its first page since. */
export function useRequests(filter: Filter) {
  const pages = useInfiniteQuery({
    queryKey: ['requests', filter],
    queryFn: ({ pageParam }) => dataOf(api.GET('/api/v1/tickets', { params: { query: queryOf(filter, pageParam) } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
  const latest = useQuery({
    queryKey: ['requests-latest', filter],
    queryFn: () =>
      unchangedOr(`/tickets?${JSON.stringify(filter)}`, (headers) =>
        api.GET('/api/v1/tickets', { params: { query: queryOf(filter) }, headers }),
      ),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
    refetchInterval: POLL_MS,
    initialData: pages.isPlaceholderData ? undefined : pages.data?.pages[0],
    staleTime: POLL_MS,
  });
  const isNewer = latest.dataUpdatedAt > pages.dataUpdatedAt;
  return { pages, requests: pages.data ? merged(pages.data.pages, isNewer ? latest.data : undefined, filter) : null };
}

/** All pages as one list: rows as they are now, in the order in which they were shown. */
export function merged(pages: TicketList[], latest: TicketList | undefined, filter: Pick<Filter, 'sort'>): Requests {
  const now = new Map((latest?.items ?? []).map((item) => [item.number, item]));
  const shown = new Map(pages.flatMap((page) => page.items).map((item) => [item.number, item]));
  const newest = Math.max(0, ...shown.keys());
  return {
    items: [...shown.values()].map((item) => newer(item, now.get(item.number))),
    people: Object.assign({}, ...pages.map((page) => page.people), latest?.people) as People,
    activeOutside: latest?.active_outside ?? pages[0]?.active_outside ?? 0,
    fresh: filter.sort === '-created_at' ? [...now.keys()].filter((number) => number > newest).length : 0,
  };
}

function newer(shown: TicketSummary, now: TicketSummary | undefined): TicketSummary {
  return now && now.version >= shown.version ? now : shown;
}

/** Whether there is any request at all; asked only when the list is empty. */
export function useHasAny(isEmpty: boolean) {
  return useQuery({
    queryKey: ['requests', 'any'],
    queryFn: () => dataOf(api.GET('/api/v1/tickets', { params: { query: { limit: 1 } } })),
    select: (list) => list.items.length > 0,
    enabled: isEmpty,
  });
}
