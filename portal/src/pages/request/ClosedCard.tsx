import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { findDraft } from '@/api/drafts';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import classes from './ReplyBox.module.css';

/** P7: a closed request takes no update; a new one linked to it does, with what was being typed here. */
export function ClosedCard({ page, canFollow }: { page: TicketPage; canFollow: boolean }) {
  const { t } = useTranslation(['request', 'errors']);
  const { number } = page.ticket;
  const { data: kept } = useQuery({
    queryKey: ['kept-update', number],
    queryFn: () => findDraft(['update'], number),
    enabled: canFollow,
  });
  return (
    <section className={classes.closed} aria-label={t('closedTitle')}>
      <Icon name="lock" size={20} />
      <div className={classes.closedWords}>
        <strong>{t('closedTitle')}</strong>
        <span>{kept ? t('errors:code.ticket-closed') : t('closedText')}</span>
      </div>
      {canFollow && (
        <Button component={Link} to={`/requests/new?follows=${number}`}>
          {t('followUp')}
        </Button>
      )}
    </section>
  );
}
