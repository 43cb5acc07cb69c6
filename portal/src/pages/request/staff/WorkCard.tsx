import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage, Work } from '@/api/types';
import { isDispatcher } from '@/app/roles';
import { useUser } from '@/app/useUser';
import { Icon } from '@/components/icons';
import { PersonAvatar } from '@/components/PersonAvatar';
import { effortText } from '@/format/duration';
import { intervalText } from '@/format/moment';
import { IntervalDialog } from './dialogs';
import classes from './StaffRail.module.css';
import { TimerBlock } from './TimerBlock';

/** The work of a request (P10): the running timer, the intervals with their notes, adding and correcting them. */
export function WorkCard({ page }: { page: TicketPage }) {
  const { t } = useTranslation('staff');
  const [isAdding, setIsAdding] = useState(false);
  const [correcting, setCorrecting] = useState<Work | null>(null);
  const mayLog = page.actions.includes('log_work');
  return (
    <>
      {mayLog && <TimerBlock number={page.ticket.number} />}
      {page.work.length > 0 ? (
        <ul className={classes.intervals}>
          {page.work.map((work) => (
            <Interval key={work.id} work={work} page={page} onCorrect={() => setCorrecting(work)} />
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{t('work.none')}</p>
      )}
      {mayLog && (
        <Button variant="default" fullWidth leftSection={<Icon name="plus" size={16} />} onClick={() => setIsAdding(true)}>
          {t('work.add')}
        </Button>
      )}
      {isAdding && <IntervalDialog page={page} onClose={() => setIsAdding(false)} />}
      {correcting && <IntervalDialog page={page} work={correcting} onClose={() => setCorrecting(null)} />}
    </>
  );
}

function Interval({ work, page, onCorrect }: { work: Work; page: TicketPage; onCorrect: () => void }) {
  const { t } = useTranslation('staff');
  const user = useUser();
  const when = intervalText(work.started_at, work.ended_at);
  const mayCorrect = page.actions.includes('correct_work') && (work.consultant_id === user.id || isDispatcher(user));
  return (
    <li className={classes.interval}>
      <PersonAvatar person={page.people[work.consultant_id]} />
      <span className={classes.what}>
        <span title={page.people[work.consultant_id]?.name}>{when}</span>
        <span>
          {work.activity}
          {!work.billable && ` · ${t('work.notBillable')}`}
        </span>
        {work.note && <span>{work.note}</span>}
        {work.corrected_at && <span>{work.correction_reason ? t('work.corrected', { reason: work.correction_reason }) : t('work.correctedBare')}</span>}
      </span>
      <span className={classes.seconds}>{effortText(work.seconds)}</span>
      {mayCorrect && (
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('work.correctOne', { activity: work.activity, when })} title={t('work.correct')} onClick={onCorrect}>
          <Icon name="pencil" size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
