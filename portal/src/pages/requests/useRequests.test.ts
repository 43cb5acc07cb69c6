import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Filter } from './filter';
import { useRequests } from './useRequests';

const ANY: Filter = { from: null, to: null, type: 'all', q: '', sort: '-created_at' };
const list = (numbers: number[], active_outside: number) => ({ items: numbers.map((number) => ({ number, version: 1 })), people: {}, page: { next_cursor: null, limit: 50 }, active_outside });

afterEach(() => void vi.unstubAllGlobals());

test('rows of the filter before are not new ones of the next', async () => {
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(Response.json(request.url.includes('q=') ? list([1], 3) : list([1, 2, 3], 0))));
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => createElement(QueryClientProvider, { client }, children);
  const { result, rerender } = renderHook(({ filter }) => useRequests(filter), { wrapper, initialProps: { filter: ANY } });
  await vi.waitFor(() => expect(result.current.requests?.items).toHaveLength(3));
  rerender({ filter: { ...ANY, q: 'balanță' } });
  await vi.waitFor(() => expect(result.current.requests?.items).toHaveLength(1));
  expect(result.current.requests).toMatchObject({ fresh: 0, activeOutside: 3 });
});
