import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { markSeen } from '@/api/requests';
import type { TicketPage } from '@/api/types';

/** The entries on the screen are seen: says so once per entry, while the page is in front. */
export function useSeen(page: TicketPage): void {
  const queries = useQueryClient();
  const told = useRef(page.seen_seq);
  const last = page.entries.at(-1)?.seq ?? 0;
  const { number } = page.ticket;

  useEffect(() => {
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);

    function tell() {
      if (document.visibilityState !== 'visible' || last <= told.current) return;
      told.current = last;
      markSeen(number, last).then(
        () => queries.invalidateQueries({ queryKey: ['requests'] }),
        () => {
          told.current = 0; // not told: the next look tells again
        },
      );
    }
  }, [last, number, queries]);
}
