import { Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import classes from '@/components/dialog/Dialog.module.css';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useTransition } from './useTransition';

/** The author takes the request back: for good, so it is asked once more. */
export function WithdrawDialog({ ticket, onClose }: { ticket: TicketPage['ticket']; onClose: () => void }) {
  const { t } = useTranslation('request');
  const { isBusy, problem, take } = useTransition(ticket, 'withdraw');
  return (
    <Modal opened onClose={onClose} title={t('withdrawTitle', { number: ticket.number })}>
      <form onSubmit={(event) => void withdraw(event)}>
        <div className={classes.stack}>
          <Text size="sm">{t('withdrawText')}</Text>
          {problem && <ProblemMessage problem={problem} takesFocus />}
        </div>
        <ConfirmButtons action={t('withdrawYes')} isBusy={isBusy} color="red" onCancel={onClose} />
      </form>
    </Modal>
  );

  async function withdraw(event: FormEvent) {
    event.preventDefault();
    if (!(await take())) return;
    notifications.show({ message: t('withdrawn') });
    onClose();
  }
}
