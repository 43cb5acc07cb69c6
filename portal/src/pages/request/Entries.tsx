import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import { fetchOlder } from '@/api/requests';
import type { Entry, FileInfo, People, TicketPage } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './Entries.module.css';
import { EntryCard } from './EntryCard';
import { InfoRequest } from './InfoRequest';
import { Resolution } from './Resolution';
import { begun, withOlder, withPage } from './seenEntries';
import { SystemLine } from './SystemLine';

export interface EntryContext {
  page: TicketPage;
  people: People;
  files: Record<string, FileInfo>;
  viewer: 'customer' | 'staff';
  /** Quotes an item of an information request in the reply box; none when nothing can be answered. */
  onAnswerItem?: (text: string) => void;
  /** The person says that a resolved request is not solved. */
  onStillOpen: () => void;
}

/** What was said, in order; older entries on demand, so that a long request opens quickly. */
export function Entries({ page, ...rest }: Omit<EntryContext, 'people' | 'files'>) {
  const { t } = useTranslation('request');
  const [shown, setShown] = useState(page);
  const [seen, setSeen] = useState(() => begun(page));
  if (shown !== page) {
    setShown(page);
    setSeen(withPage(seen, page));
  }
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const { entries, people, files } = seen;
  const context = { ...rest, page, people, files };
  const lastResolution = entries.findLast((entry) => entry.kind === 'resolution')?.id;
  return (
    <section aria-label={t('entries')} className={classes.entries}>
      {seen.hasOlder && (
        <Button variant="subtle" size="sm" className={classes.more} loading={isLoading} onClick={() => void load()}>
          {t('older')}
        </Button>
      )}
      {problem && <ProblemMessage problem={problem} />}
      {entries.map((entry) => (
        <One key={entry.id} entry={entry} context={context} isLast={entry.id === lastResolution} />
      ))}
    </section>
  );

  async function load() {
    setIsLoading(true);
    setProblem(null);
    try {
      const before = entries[0]?.seq ?? 0;
      const got = await fetchOlder(page.ticket.number, before);
      setSeen((had) => (had.entries[0]?.seq === before ? withOlder(had, got) : had));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setIsLoading(false);
    }
  }
}

function One({ entry, context, isLast }: { entry: Entry; context: EntryContext; isLast: boolean }) {
  if (entry.kind === 'system') return <SystemLine entry={entry} people={context.people} />;
  if (entry.kind === 'info_request') return <InfoRequest entry={entry} context={context} />;
  if (entry.kind === 'resolution') return <Resolution entry={entry} context={context} isLast={isLast} />;
  return <EntryCard entry={entry} context={context} />;
}
