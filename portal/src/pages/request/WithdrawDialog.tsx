import { Button, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged, transition } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './RequestView.module.css';

interface Props {
  ticket: TicketPage['ticket'];
  isOpen: boolean;
  onClose: () => void;
}

/** The author takes the request back: for good, so it is asked once more. */
export function WithdrawDialog({ ticket, isOpen, onClose }: Props) {
  const { t } = useTranslation(['request', 'common']);
  const queries = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('withdrawTitle', { number: ticket.number })}>
      <Text size="sm" mb="md">
        {t('withdrawText')}
      </Text>
      {problem && <ProblemMessage problem={problem} takesFocus />}
      <div className={classes.buttons}>
        <Button color="red" loading={isBusy} onClick={() => void withdraw()}>
          {t('withdrawYes')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </Modal>
  );

  async function withdraw() {
    setIsBusy(true);
    setProblem(null);
    try {
      await transition(ticket.number, ticket.version, 'withdraw', newKey());
      await requestChanged(queries, ticket.number);
      notifications.show({ message: t('withdrawn') });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      void requestChanged(queries, ticket.number);
    } finally {
      setIsBusy(false);
    }
  }
}
