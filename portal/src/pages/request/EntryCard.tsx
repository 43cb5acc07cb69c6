import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/api/types';
import { Icon } from '@/components/icons';
import { Moment } from '@/components/Moment';
import { isStaffRole, PersonAvatar } from '@/components/PersonAvatar';
import { RichText } from '@/components/RichText';
import type { EntryContext } from './Entries';
import classes from './Entries.module.css';
import { EntryFiles } from './EntryFiles';

/** A description, update, reply or note: who, when, text, files. A note is hatched and dashed: it stays in the team. */
export function EntryCard({ entry, context }: { entry: Entry; context: EntryContext }) {
  const { t } = useTranslation('request');
  const person = entry.author_id ? context.people[entry.author_id] : undefined;
  const isNote = entry.kind === 'internal_note';
  return (
    <EntryFrame entry={entry} context={context} kind={isNote ? 'note' : undefined}>
      <div className={classes.head}>
        <PersonAvatarInline entry={entry} context={context} />
        <span className={classes.name}>{person?.name ?? '…'}</span>
        {isStaffRole(person?.role) && !isNote && <span className={classes.tag}>{t('consultantTag')}</span>}
        {isNote && (
          <span className={classes.noteTag}>
            <Icon name="lock" size={14} /> {t('note')}
          </span>
        )}
        <span className={classes.when}>
          <Moment at={entry.created_at} as="entry" />
        </span>
      </div>
      <div className={classes.body}>
        <RichText html={entry.body_html} />
        <EntryFiles entry={entry} context={context} />
      </div>
    </EntryFrame>
  );
}

/** The card with its author's picture outside at the left; on a phone the picture is in the head. */
export function EntryFrame({ entry, context, kind, children }: { entry: Entry; context: EntryContext; kind?: string; children: ReactNode }) {
  const { t } = useTranslation('request');
  const person = entry.author_id ? context.people[entry.author_id] : undefined;
  return (
    <article className={classes.entry} aria-label={t('entryBy', { name: person?.name ?? '…' })}>
      <span className={classes.outside}>
        <PersonAvatar person={person} size={34} />
      </span>
      <div className={classes.card} data-kind={kind}>
        {children}
      </div>
    </article>
  );
}

function PersonAvatarInline({ entry, context }: { entry: Entry; context: EntryContext }) {
  return (
    <span className={classes.inside}>
      <PersonAvatar person={entry.author_id ? context.people[entry.author_id] : undefined} size={24} />
    </span>
  );
}
