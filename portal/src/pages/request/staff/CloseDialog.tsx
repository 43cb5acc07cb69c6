import { Button, Modal, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged, transition } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import classes from './Composer.module.css';

/** A consultant closes a request, with a reason that the customer reads. */
export function CloseDialog({ ticket, onClose }: { ticket: TicketPage['ticket']; onClose: () => void }) {
  const { t } = useTranslation(['staff', 'common']);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  return (
    <Modal opened onClose={onClose} title={t('handling.closeTitle', { number: ticket.number })}>
      <div className={classes.stack}>
        <Text size="sm">{t('handling.closeText')}</Text>
        <Textarea label={t('handling.reason')} withAsterisk autosize minRows={2} maxRows={5} maxLength={500} value={reason} error={isMissing && !reason.trim() && t('handling.reasonMissing')} onChange={(event) => setReason(event.currentTarget.value.replaceAll(/[\r\n]+/gu, ' '))} data-autofocus />
        {problem && <ProblemMessage problem={problem} title={t('handling.failed')} takesFocus />}
      </div>
      <div className={classes.buttons}>
        <Button color="red" loading={isBusy} onClick={() => void close()}>
          {t('handling.close')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </Modal>
  );

  async function close() {
    setIsMissing(!reason.trim());
    if (!reason.trim() || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    try {
      await transition(ticket.number, ticket.version, 'close', newKey(), reason.trim());
      await requestChanged(queries, ticket.number);
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      void requestChanged(queries, ticket.number);
    } finally {
      setIsBusy(false);
    }
  }
}
