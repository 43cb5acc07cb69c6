import { expect, test } from 'vitest';
import type { Entry, TicketPage } from '@/api/types';
import { begun, withOlder, withPage } from './seenEntries';

const entries = (...seqs: number[]) => seqs.map((seq) => ({ seq, id: `e${seq}` }) as Entry);
const page = (has_older_entries: boolean, ...seqs: number[]) => ({ entries: entries(...seqs), people: {}, files: {}, has_older_entries }) as unknown as TicketPage;
const seqs = (seen: { entries: Entry[] }) => seen.entries.map((entry) => entry.seq);

test('an entry that a new one drives from the page stays', () => {
  const seen = withPage(begun(page(false, 1, 2, 3)), page(true, 2, 3, 4));
  expect([seqs(seen), seen.hasOlder]).toEqual([[1, 2, 3, 4], false]);
});

test('older ones that were loaded stay, and say whether there are more', () => {
  const older = { items: entries(3, 4), people: {}, files: {}, has_older_entries: true } as unknown as Parameters<typeof withOlder>[1];
  const seen = withPage(withOlder(begun(page(true, 5, 6)), older), page(true, 6, 7));
  expect([seqs(seen), seen.hasOlder]).toEqual([[3, 4, 5, 6, 7], true]);
});

test('an entry that is gone from the page is gone', () => {
  expect(seqs(withPage(begun(page(false, 1, 2, 3)), page(false, 1, 3)))).toEqual([1, 3]);
});

test('after so many new ones that the page has nothing in common, the older ones are asked for anew', () => {
  const seen = withPage(begun(page(false, 1, 2, 3)), page(true, 7, 8, 9));
  expect([seqs(seen), seen.hasOlder]).toEqual([[7, 8, 9], true]);
});
