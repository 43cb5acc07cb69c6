/** The entries of a request that were shown: the page carries the newest ones only, and what it carried before stays. */
import type { fetchOlder } from '@/api/requests';
import type { Entry, FileInfo, People, TicketPage } from '@/api/types';

export interface Seen {
  entries: Entry[];
  people: People;
  files: Record<string, FileInfo>;
  /** Whether there are entries before the first of these. */
  hasOlder: boolean;
}

type Newest = Pick<TicketPage, 'entries' | 'people' | 'files' | 'has_older_entries'>;

export function begun({ entries, people, files, has_older_entries }: Newest): Seen {
  return { entries, people, files, hasOlder: has_older_entries };
}

/** The page as it is now. When it has nothing in common with what was seen, what lies between is not known: it begins anew. */
export function withPage(seen: Seen, page: Newest): Seen {
  const first = page.entries[0]?.seq ?? 0;
  const older = seen.entries.filter((entry) => entry.seq < first);
  const isJoined = !page.has_older_entries || seen.entries.some((entry) => entry.seq >= first);
  if (!older.length || !isJoined) return begun(page);
  return {
    entries: [...older, ...page.entries],
    people: { ...seen.people, ...page.people },
    files: { ...seen.files, ...page.files },
    hasOlder: seen.hasOlder,
  };
}

/** What was loaded on demand, before the first. */
export function withOlder(seen: Seen, got: Awaited<ReturnType<typeof fetchOlder>>): Seen {
  return {
    entries: [...got.items, ...seen.entries],
    people: { ...got.people, ...seen.people },
    files: { ...got.files, ...seen.files },
    hasOlder: got.has_older_entries,
  };
}
