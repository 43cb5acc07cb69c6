import { useTranslation } from 'react-i18next';
import type { Entry, People } from '@/api/types';
import { Moment } from '@/components/Moment';
import classes from './Entries.module.css';

/** What happened without anybody writing: one grey line. */
export function SystemLine({ entry, people }: { entry: Entry; people: People }) {
  const words = useFactWords(entry, people);
  return (
    <p className={classes.system}>
      <span className={classes.dot} aria-hidden />
      <span>
        {words}{' '}
        <span className={classes.at}>
          · <Moment at={entry.created_at} as="entry" />
        </span>
      </span>
    </p>
  );
}

export function useFactWords(entry: Entry, people: People): string {
  const { t } = useTranslation('request');
  const { fact } = entry;
  if (!fact) return '';
  const by = (entry.author_id && people[entry.author_id]?.name) || t('fact.desk');
  const person = (fact.person_id && people[fact.person_id]?.name) || '…';
  switch (fact.what) {
    case 'taken':
      return t('fact.taken', { by });
    case 'assigned':
      return t('fact.assigned', { by, person });
    case 'unassigned':
      return t('fact.unassigned', { by });
    case 'reminded':
      return t('fact.reminded');
    case 'accepted':
      return t('fact.accepted');
    case 'withdrawn':
      return t('fact.withdrawn');
    case 'closed':
      return t('fact.closed', { by, reason: fact.reason ?? '' });
    default:
      return t('fact.autoClosed', { count: fact.working_days ?? 0 });
  }
}
