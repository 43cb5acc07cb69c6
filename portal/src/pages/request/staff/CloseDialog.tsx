import { Modal, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import classes from '@/components/dialog/Dialog.module.css';
import { ProblemMessage } from '@/components/ProblemMessage';
import { oneLine } from '@/format/oneLine';
import { useTransition } from '../useTransition';

/** A consultant closes a request, with a reason that the customer reads. */
export default function CloseDialog({ ticket, onClose }: { ticket: TicketPage['ticket']; onClose: () => void }) {
  const { t } = useTranslation('staff');
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const { isBusy, problem, take } = useTransition(ticket, 'close');
  return (
    <Modal opened onClose={onClose} title={t('handling.closeTitle', { number: ticket.number })}>
      <form noValidate onSubmit={(event) => void close(event)}>
        <div className={classes.stack}>
          <Text size="sm">{t('handling.closeText')}</Text>
          <Textarea label={t('handling.reason')} withAsterisk autosize minRows={2} maxRows={5} maxLength={500} value={reason} error={isMissing && !reason.trim() && t('handling.reasonMissing')} onChange={(event) => setReason(oneLine(event.currentTarget.value))} data-autofocus />
          {problem && <ProblemMessage problem={problem} title={t('handling.failed')} takesFocus />}
        </div>
        <ConfirmButtons action={t('handling.close')} isBusy={isBusy} color="red" onCancel={onClose} />
      </form>
    </Modal>
  );

  async function close(event: FormEvent) {
    event.preventDefault();
    setIsMissing(!reason.trim());
    if (reason.trim() && (await take(reason.trim()))) onClose();
  }
}
