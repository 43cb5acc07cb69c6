import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Register.module.css';

/** What a list is read from, a page at a time (TanStack Query's infinite query). */
interface Pages {
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The rows that are here, pale while others are on their way, and the way to more. */
export function RegisterRows({ pages, more, children }: { pages: Pages; more: string; children: ReactNode }) {
  return (
    <div data-stale={pages.isPlaceholderData || undefined} className={classes.rows}>
      {children}
      {pages.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
    </div>
  );
}
