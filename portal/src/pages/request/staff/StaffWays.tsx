import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unassign } from '@/api/handling';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useShortcuts } from '@/components/shortcuts/useShortcuts';
import { TakeFailed } from '@/pages/queue/TakeFailed';
import { useTake } from '@/pages/queue/useTake';
import { MoreMenu } from '../MoreMenu';
import classes from '../RequestView.module.css';
import { AssignDialog, CloseDialog } from './dialogs';

/** At the head of a request, for staff: take it, give it to somebody or back, close it with a reason, print it. */
export function StaffWays({ page }: { page: TicketPage }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { takeRow, busy, failure } = useTake();
  const [asking, setAsking] = useState<'assign' | 'close' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { ticket, actions } = page;
  const mayTake = actions.includes('take') && !ticket.assignee_id;
  useShortcuts({ p: () => mayTake && void takeRow(ticket) });
  return (
    <>
      <div className={classes.ways}>
        {mayTake && (
          <Button variant="light" loading={busy !== null} leftSection={<Icon name="user-plus" size={16} />} onClick={() => void takeRow(ticket)}>
            {t('handling.take')}
          </Button>
        )}
        {actions.includes('assign') && (
          <Button variant="default" leftSection={<Icon name="user-plus" size={16} />} onClick={() => setAsking('assign')}>
            {t('handling.assign')}
          </Button>
        )}
        <MoreMenu withPrint>{further()}</MoreMenu>
      </div>
      {failure && <TakeFailed failure={failure} />}
      {problem && <ProblemMessage problem={problem} takesFocus />}
      {asking === 'assign' && <AssignDialog ticket={ticket} onClose={() => setAsking(null)} />}
      {asking === 'close' && <CloseDialog ticket={ticket} onClose={() => setAsking(null)} />}
    </>
  );

  /** Take over from a colleague, give back, close. */
  function further() {
    return (
      <>
        {actions.includes('take') && ticket.assignee_id && (
          <Menu.Item leftSection={<Icon name="user-plus" size={16} />} onClick={() => void takeRow(ticket)}>
            {t('handling.take')}
          </Menu.Item>
        )}
        {actions.includes('unassign') && (
          <Menu.Item leftSection={<Icon name="user" size={16} />} onClick={() => void giveBack()}>
            {t('handling.unassign')}
          </Menu.Item>
        )}
        {actions.includes('close') && (
          <Menu.Item color="red" leftSection={<Icon name="lock" size={16} />} onClick={() => setAsking('close')}>
            {t('handling.close')}
          </Menu.Item>
        )}
      </>
    );
  }

  async function giveBack() {
    setProblem(null);
    try {
      await unassign(ticket.number, ticket.version);
    } catch (error) {
      setProblem(asProblem(error));
    }
    await requestChanged(queries, ticket.number);
  }
}
