import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client';

const FIVE_MINUTES = 300_000;

/** What the company's last requests were about, the most frequent first: suggestions for the next one. */
export function useCategories(): string[] {
  const { data } = useQuery({
    queryKey: ['categories'],
    queryFn: () => dataOf(api.GET('/api/v1/tickets', { params: { query: { limit: 200 } } })),
    select: ({ items }) => frequent(items.flatMap((item) => (item.category ? [item.category] : []))),
    staleTime: FIVE_MINUTES,
  });
  return data ?? [];
}

function frequent(words: string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([word]) => word);
}
