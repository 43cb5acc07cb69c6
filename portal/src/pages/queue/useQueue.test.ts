import { expect, test } from 'vitest';
import type { TicketList, TicketSummary } from '@/api/types';
import { merged } from './useQueue';
import { readQueue, writeQueue } from './views';

const row = (number: number, version = 1) => ({ number, version, created_at: `2026-11-0${number}T08:00:00Z` }) as TicketSummary;
const page = (items: TicketSummary[], next: string | null = null) => ({ items, people: {}, page: { next_cursor: next, limit: 50 } }) as unknown as TicketList;

test('a row that left the view keeps its place and says so', () => {
  const queue = merged([page([row(1), row(2), row(3)])], page([row(1), row(3, 2)]));
  expect(queue.rows.map((one) => [one.number, one.version, one.hasLeft])).toEqual([[1, 1, false], [2, 1, true], [3, 2, false]]);
});

test('rows behind the polled page are left alone', () => {
  const queue = merged([page([row(1), row(2)], 'c'), page([row(3), row(4)])], page([row(1), row(2)], 'c'));
  expect(queue.rows.every((one) => !one.hasLeft)).toBe(true);
});

test('new rows are counted, not pushed in', () => {
  const queue = merged([page([row(1)])], page([row(1), row(2), row(3)]));
  expect(queue.rows.map((one) => one.number)).toEqual([1]);
  expect(queue.fresh).toBe(2);
});

test('the address holds the view and the words, and nothing that would be so anyway', () => {
  expect(writeQueue({ view: 'mine', q: ' ' }).toString()).toBe('');
  const filter = { view: 'waiting' as const, q: 'balanță' };
  expect(readQueue(writeQueue(filter))).toEqual(filter);
  expect(readQueue(new URLSearchParams('view=nowhere'))).toEqual({ view: 'mine', q: '' });
});
