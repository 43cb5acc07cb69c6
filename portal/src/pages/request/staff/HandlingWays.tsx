import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unassign } from '@/api/handling';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { useShortcuts } from '@/components/shortcuts/useShortcuts';
import type { Taking } from '@/pages/queue/useTake';
import { AssignDialog } from './AssignDialog';

/** At the head of a request, for staff: take it, or give it to somebody. */
export function HandlingWays({ page, taking }: { page: TicketPage; taking: Taking }) {
  const { t } = useTranslation('staff');
  const { takeRow, busy } = taking;
  const [isAssigning, setIsAssigning] = useState(false);
  const { ticket, actions } = page;
  const mayTake = actions.includes('take') && !ticket.assignee_id;
  useShortcuts({ p: () => mayTake && void takeRow(ticket) });
  return (
    <>
      {mayTake && (
        <Button variant="light" loading={busy !== null} leftSection={<Icon name="user-plus" size={16} />} onClick={() => void takeRow(ticket)}>
          {t('handling.take')}
        </Button>
      )}
      {actions.includes('assign') && (
        <Button variant="default" leftSection={<Icon name="user-plus" size={16} />} onClick={() => setIsAssigning(true)}>
          {t('handling.assign')}
        </Button>
      )}
      {isAssigning && <AssignDialog ticket={ticket} onClose={() => setIsAssigning(false)} />}
    </>
  );
}

interface ItemsProps {
  page: TicketPage;
  taking: Taking;
  onClose: () => void;
  onProblem: (problem: Problem | null) => void;
}

/** In the head's menu, for staff: take over from a colleague, give back, close with a reason. */
export function HandlingItems({ page, taking, onClose, onProblem }: ItemsProps) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { ticket, actions } = page;
  return (
    <>
      {actions.includes('take') && ticket.assignee_id && (
        <Menu.Item leftSection={<Icon name="user-plus" size={16} />} onClick={() => void taking.takeRow(ticket)}>
          {t('handling.take')}
        </Menu.Item>
      )}
      {actions.includes('unassign') && (
        <Menu.Item leftSection={<Icon name="user" size={16} />} onClick={() => void giveBack()}>
          {t('handling.unassign')}
        </Menu.Item>
      )}
      {actions.includes('close') && (
        <Menu.Item color="red" leftSection={<Icon name="lock" size={16} />} onClick={onClose}>
          {t('handling.close')}
        </Menu.Item>
      )}
    </>
  );

  async function giveBack() {
    onProblem(null);
    try {
      await unassign(ticket.number, ticket.version);
    } catch (error) {
      onProblem(asProblem(error));
    }
    await requestChanged(queries, ticket.number);
  }
}
