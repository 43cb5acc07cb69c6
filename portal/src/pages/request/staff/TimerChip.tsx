import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { type Timer, useTimer } from '@/api/work';
import { Icon } from '@/components/icons';
import { timerText } from '@/format/duration';
import classes from './StaffRail.module.css';
import { StopTimerDialog } from './dialogs';
import { useSeconds } from './useSeconds';

/** The own running timer in the top bar: on which request, how long, and the stop. */
export function TimerChip() {
  const timer = useTimer();
  const [stopping, setStopping] = useState<Timer | null>(null);
  return (
    <>
      {timer && <Running timer={timer} onStop={() => setStopping(timer)} />}
      {stopping && <StopTimerDialog timer={stopping} onClose={() => setStopping(null)} />}
    </>
  );
}

function Running({ timer, onStop }: { timer: Timer; onStop: () => void }) {
  const { t } = useTranslation(['staff', 'request']);
  const seconds = useSeconds(timer.started_at);
  return (
    <span className={classes.chip}>
      <Link to={`/requests/${timer.number}`}>
        <VisuallyHidden>{t('timer.runsOn', { number: timer.number })}</VisuallyHidden>
        <span className={classes.chipNumber} aria-hidden>
          {t('request:numberShort', { number: timer.number })}
        </span>
        <strong role="timer">{timerText(seconds)}</strong>
      </Link>
      <ActionIcon color="malachite" radius="xl" size={32} aria-label={t('timer.stop')} onClick={onStop}>
        <Icon name="player-stop" size={16} />
      </ActionIcon>
    </span>
  );
}
