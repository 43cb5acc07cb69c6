import { Anchor, Title } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { Priority } from '@/components/Priority';
import { StatusPill } from '@/components/StatusPill';
import { exactMoment, longMoment } from '@/format/moment';
import { CustomerWays } from './CustomerWays';
import classes from './RequestView.module.css';
import { StaffWays } from './staff/lazy';

/** Number, state, priority; the subject; who and when; printing and what else can be done. */
export function RequestHead({ page, viewer }: { page: TicketPage; viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['request', 'common']);
  const { ticket, people } = page;
  const author = people[ticket.author_id]?.name ?? '…';
  const recorder = people[ticket.recorded_by]?.name ?? '…';
  const isOnBehalf = ticket.recorded_by !== ticket.author_id;
  return (
    <header className={classes.head}>
      <BackLink viewer={viewer} />
      <div className={classes.line}>
        <span className={classes.number}>{t('numberShort', { number: ticket.number })}</span>
        <StatusPill status={ticket.status} viewer={viewer} size="lg" />
        <Priority priority={ticket.priority} />
        {viewer === 'staff' ? <StaffWays page={page} /> : <CustomerWays page={page} />}
      </div>
      <Title order={1} className={classes.subject}>
        {ticket.subject}
      </Title>
      <p className={classes.created}>
        {isOnBehalf ? t('createdOnBehalf', { recorder, author }) : t('createdBy', { author })},{' '}
        <time dateTime={ticket.created_at} title={exactMoment(ticket.created_at)}>
          {longMoment(ticket.created_at)}
        </time>
      </p>
      <Links follows={ticket.follow_up_of} followedBy={ticket.followed_up_by} />
    </header>
  );
}

/** To the list one came from: the queue's view for staff. */
function BackLink({ viewer }: { viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['request', 'common']);
  const { state } = useLocation() as { state: { back?: string } | null };
  const back = state?.back ?? (viewer === 'staff' ? '/queue' : '/requests');
  return (
    <Anchor component={Link} to={back} underline="never" className={classes.back}>
      <Icon name="chevron-left" size={16} />
      {back.startsWith('/queue') ? t('common:nav.queue') : t('back')}
    </Anchor>
  );
}

function Links({ follows, followedBy }: { follows: number | null; followedBy: number[] }) {
  const { t } = useTranslation('request');
  if (follows === null && !followedBy.length) return null;
  return (
    <p className={classes.links}>
      {follows !== null && (
        <Anchor component={Link} to={`/requests/${follows}`} size="sm">
          {t('follows', { number: follows })}
        </Anchor>
      )}
      {followedBy.map((number) => (
        <Anchor key={number} component={Link} to={`/requests/${number}`} size="sm">
          {t('followedBy', { number })}
        </Anchor>
      ))}
    </p>
  );
}
