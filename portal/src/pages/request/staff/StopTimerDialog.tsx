import { Button, Checkbox, Modal, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { requestChanged } from '@/api/requests';
import { stopTimer, type Timer, timerChanged } from '@/api/work';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import classes from '@/components/dialog/Dialog.module.css';
import { useAction } from '@/components/dialog/useAction';
import { ProblemMessage } from '@/components/ProblemMessage';
import { effortText } from '@/format/duration';

interface Props {
  timer: Timer;
  /** The request for which a new timer starts afterwards. */
  startsFor?: number;
  onClose: () => void;
  onStopped?: () => void;
}

/** Stopping the timer records what it measured as work, with what was done; or throws it away. */
export default function StopTimerDialog({ timer, startsFor, onClose, onStopped }: Props) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [activity, setActivity] = useState('');
  const [isBillable, setIsBillable] = useState(true);
  const [isMissing, setIsMissing] = useState(false);
  const { isBusy, problem, run } = useAction();
  return (
    <Modal opened onClose={onClose} title={t('stop.title', { number: timer.number })}>
      <form className={classes.stack} noValidate onSubmit={(event) => void record(event)}>
        {startsFor !== undefined && <Text size="sm">{t('timer.switchText', { number: startsFor })}</Text>}
        <TextInput label={t('work.activity')} description={t('work.activityHint')} value={activity} maxLength={200} error={isMissing && t('work.activityMissing')} onChange={(event) => setActivity(event.currentTarget.value)} data-autofocus />
        <Checkbox label={t('work.billable')} checked={isBillable} onChange={(event) => setIsBillable(event.currentTarget.checked)} />
        {problem && <ProblemMessage problem={problem} takesFocus />}
        <ConfirmButtons action={t(startsFor === undefined ? 'stop.record' : 'stop.recordAndStart')} isBusy={isBusy} color="malachite" onCancel={onClose} />
        <Button variant="subtle" color="gray" size="compact-sm" className={classes.quiet} disabled={isBusy} onClick={() => void stop(null)}>
          {t('stop.discard')}
        </Button>
      </form>
    </Modal>
  );

  async function record(event: FormEvent) {
    event.preventDefault();
    setIsMissing(!activity.trim());
    if (activity.trim()) await stop(activity.trim());
  }

  async function stop(what: string | null) {
    const isStopped = await run(async () => {
      const { seconds } = await stopTimer(timer.number, what, isBillable);
      notifications.show({ message: what ? t('stop.recorded', { duration: effortText(seconds) }) : t('stop.discarded') });
    });
    await Promise.all([timerChanged(queries), requestChanged(queries, timer.number)]);
    if (!isStopped) return;
    onClose();
    onStopped?.();
  }
}
