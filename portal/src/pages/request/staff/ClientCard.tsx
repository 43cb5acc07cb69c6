import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { PersonAvatar } from '@/components/PersonAvatar';
import rail from '../Rail.module.css';
import classes from './StaffRail.module.css';

/** Whose request it is, and how to reach them. */
export function ClientCard({ page }: { page: TicketPage }) {
  const { t } = useTranslation('staff');
  const author = page.people[page.ticket.author_id];
  return (
    <section className={rail.card} aria-labelledby="client">
      <h2 id="client">{t('client')}</h2>
      <div className={classes.person}>
        <PersonAvatar person={author} size={34} />
        <div className={classes.words}>
          <strong>{author?.name ?? '…'}</strong>
          <span>{author?.company_name}</span>
        </div>
      </div>
      {author?.telephone && (
        <a className={classes.way} href={`tel:${author.telephone.replaceAll(' ', '')}`}>
          <Icon name="phone" size={16} /> {author.telephone}
        </a>
      )}
      {author?.email && (
        <a className={classes.way} href={`mailto:${author.email}`}>
          <Icon name="mail" size={16} /> <span>{author.email}</span>
        </a>
      )}
    </section>
  );
}
