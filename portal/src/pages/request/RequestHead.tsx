import { ActionIcon, Anchor, Button, Menu, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { Priority } from '@/components/Priority';
import { ProblemMessage } from '@/components/ProblemMessage';
import { StatusPill } from '@/components/StatusPill';
import { exactMoment, longMoment } from '@/format/moment';
import { TakeFailed } from '@/pages/queue/TakeFailed';
import { useTake } from '@/pages/queue/useTake';
import classes from './RequestView.module.css';
import { CloseDialog } from './staff/CloseDialog';
import { HandlingItems, HandlingWays } from './staff/HandlingWays';
import { WithdrawDialog } from './WithdrawDialog';

/** Number, state, priority; the subject; who and when; printing and what else can be done. */
export function RequestHead({ page, viewer }: { page: TicketPage; viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['request', 'common']);
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  const [isClosing, setIsClosing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const taking = useTake();
  const { ticket, people } = page;
  const author = people[ticket.author_id]?.name ?? '…';
  const recorder = people[ticket.recorded_by]?.name ?? '…';
  const isOnBehalf = ticket.recorded_by !== ticket.author_id;
  return (
    <header>
      <BackLink viewer={viewer} />
      <div className={classes.line}>
        <span className={classes.number}>{t('numberShort', { number: ticket.number })}</span>
        <StatusPill status={ticket.status} viewer={viewer} size="lg" />
        <Priority priority={ticket.priority} />
        <div className={classes.ways}>
          {viewer === 'staff' ? (
            <HandlingWays page={page} taking={taking} />
          ) : (
            <Button variant="default" leftSection={<Icon name="printer" size={16} />} onClick={() => window.print()}>
              {t('print')}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t('common:moreActions')}>
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {viewer === 'staff' && (
                <Menu.Item leftSection={<Icon name="printer" size={16} />} onClick={() => window.print()}>
                  {t('print')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<Icon name="link" size={16} />} onClick={() => void copyLink()}>
                {t('copyLink')}
              </Menu.Item>
              {viewer === 'staff' && <HandlingItems page={page} taking={taking} onClose={() => setIsClosing(true)} onProblem={setProblem} />}
              {page.actions.includes('withdraw') && (
                <Menu.Item color="red" leftSection={<Icon name="x" size={16} />} onClick={() => setIsWithdrawing(true)}>
                  {t('withdraw')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
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
      {taking.failure && <TakeFailed failure={taking.failure} />}
      {problem && <ProblemMessage problem={problem} takesFocus />}
      {isClosing && <CloseDialog ticket={ticket} onClose={() => setIsClosing(false)} />}
      <WithdrawDialog ticket={ticket} isOpen={isWithdrawing} onClose={() => setIsWithdrawing(false)} />
    </header>
  );

  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: t('linkCopied') });
  }
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
