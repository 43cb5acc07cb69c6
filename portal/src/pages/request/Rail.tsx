import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { PersonAvatar } from '@/components/PersonAvatar';
import { effortText, spanText } from '@/format/duration';
import { printedMoment, tableMoment } from '@/format/moment';
import classes from './Rail.module.css';
import { ClientCard, WorkCard } from './staff/lazy';

/** Beside the entries: durata intervenției, what it rests on, and the facts (P10). On a narrow screen folded into one line. */
export function Rail({ page, viewer }: { page: TicketPage; viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['request', 'common']);
  const [isOpen, setIsOpen] = useState(false);
  const { ticket, people, durations } = page;
  const consultant = ticket.assignee_id ? (people[ticket.assignee_id]?.name ?? '…') : t('common:unassigned');
  const author = people[ticket.author_id];
  return (
    <aside className={classes.rail} data-open={isOpen || undefined} aria-label={t('facts')}>
      <UnstyledButton className={classes.fold} onClick={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
        <span>{consultant}</span>
        <span className={classes.foldEffort}>{effortText(durations.effort_seconds)}</span>
        <Icon name="chevron-down" size={16} className={classes.foldIcon} />
      </UnstyledButton>
      <div className={classes.cards}>
        {viewer === 'staff' && <ClientCard page={page} />}
        <section className={classes.card}>
          <div className={classes.effort}>
            <h2>{t('effort')}</h2>
            <strong>{effortText(durations.effort_seconds)}</strong>
          </div>
          {viewer === 'staff' && <WorkCard page={page} />}
          {viewer === 'customer' && durations.per_consultant.map((one) => (
            <div key={one.consultant_id} className={classes.worker}>
              <PersonAvatar person={people[one.consultant_id]} />
              <span>{people[one.consultant_id]?.name ?? '…'}</span>
              <span className={classes.value}>{effortText(one.effort_seconds)}</span>
            </div>
          ))}
          <dl>
            {durations.first_response_seconds !== null && <Fact name={t('firstResponse')}>{spanText(durations.first_response_seconds)}</Fact>}
            <Fact name={t('elapsed')}>{spanText(durations.elapsed_seconds)}</Fact>
            <Fact name={viewer === 'customer' ? t('waitingYou') : t('waitingCustomer')}>{spanText(durations.waiting_seconds)}</Fact>
          </dl>
        </section>
        <section className={classes.card}>
          <h2>{t('details')}</h2>
          <dl>
            <Fact name={t('consultant')}>{consultant}</Fact>
            {viewer === 'customer' && <Fact name={t('author')}>{author?.name ?? '…'}</Fact>}
            {viewer === 'customer' && author?.company_name && <Fact name={t('company')}>{author.company_name}</Fact>}
            {ticket.category && <Fact name={t('category')}>{ticket.category}</Fact>}
            <Fact name={t('created')}>{printedMoment(ticket.created_at)}</Fact>
            <Fact name={t('changed')}>{tableMoment(ticket.updated_at)}</Fact>
          </dl>
        </section>
      </div>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
