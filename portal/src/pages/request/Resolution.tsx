import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/api/types';
import { Icon } from '@/components/icons';
import { Moment } from '@/components/Moment';
import { ProblemMessage } from '@/components/ProblemMessage';
import { RichText } from '@/components/RichText';
import { dayAndMonth } from '@/format/moment';
import type { EntryContext } from './Entries';
import classes from './Entries.module.css';
import { EntryFrame } from './EntryCard';
import { EntryFiles } from './EntryFiles';
import { useTransition } from './useTransition';

/** The consultant's resolution, set apart (P9); while it waits for the customer's word, the question is at its foot. */
export function Resolution({ entry, context, isLast }: { entry: Entry; context: EntryContext; isLast: boolean }) {
  const { t } = useTranslation('request');
  const name = entry.author_id ? context.people[entry.author_id]?.name : undefined;
  const isAsking = isLast && context.page.ticket.status === 'resolved' && context.viewer === 'customer';
  return (
    <EntryFrame entry={entry} context={context} kind="resolution">
      <div className={classes.band}>
        <Icon name="circle-check" />
        <strong>{t('resolution')}</strong>
        <span className={classes.when}>
          {name} · <Moment at={entry.created_at} as="entry" />
        </span>
      </div>
      <div className={classes.body}>
        <RichText html={entry.body_html} />
        <EntryFiles entry={entry} context={context} />
      </div>
      {isAsking && <Question context={context} />}
    </EntryFrame>
  );
}

function Question({ context }: { context: EntryContext }) {
  const { t } = useTranslation('request');
  const { ticket, actions } = context.page;
  const { isBusy, problem, take } = useTransition(ticket, 'accept');
  return (
    <div className={classes.question}>
      <div className={classes.questionWords}>
        <strong>{t('solvedQuestion')}</strong>
        {ticket.auto_close_at && <span>{t('autoClose', { day: dayAndMonth(ticket.auto_close_at) })}</span>}
      </div>
      {actions.includes('accept') && (
        <div className={classes.answers}>
          <Button color="malachite" leftSection={<Icon name="check" size={16} />} loading={isBusy} onClick={() => void accept()}>
            {t('solvedYes')}
          </Button>
          <Button variant="default" onClick={context.onStillOpen}>
            {t('solvedNo')}
          </Button>
        </div>
      )}
      {problem && <ProblemMessage problem={problem} takesFocus />}
    </div>
  );

  async function accept() {
    if (await take()) notifications.show({ message: t('accepted') });
  }
}
