import { ActionIcon, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import { startTimer, type Timer, timerChanged, useTimer } from '@/api/work';
import { Icon } from '@/components/icons';
import { problemWords } from '@/components/problemWords';
import { timerText } from '@/format/duration';
import classes from './StaffRail.module.css';
import { StopTimerDialog } from './dialogs';
import { useSeconds } from './useSeconds';

/** On a request's page: the timer that runs here, or the way to start it. One that runs elsewhere is stopped first. */
export function TimerBlock({ number }: { number: number }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const timer = useTimer();
  const [stopping, setStopping] = useState<Timer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isElsewhere = Boolean(timer && timer.number !== number);
  return (
    <>
      {timer && !isElsewhere ? (
        <Running timer={timer} onStop={() => setStopping(timer)} />
      ) : (
        <Button variant="default" fullWidth className={classes.start} loading={isBusy} disabled={timer === undefined} leftSection={<Icon name="player-play" size={16} />} onClick={() => (timer ? setStopping(timer) : void start())}>
          {t('timer.start')}
        </Button>
      )}
      {problem && (
        <p role="alert" className={classes.problem}>
          {t('timer.failed')} {problemWords(problem)}
        </p>
      )}
      {stopping && <StopTimerDialog timer={stopping} startsFor={stopping.number === number ? undefined : number} onClose={() => setStopping(null)} onStopped={() => stopping.number !== number && void start()} />}
    </>
  );

  async function start() {
    setIsBusy(true);
    setProblem(null);
    try {
      await startTimer(number);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      await timerChanged(queries).catch(() => undefined);
      setIsBusy(false);
    }
  }
}

function Running({ timer, onStop }: { timer: Timer; onStop: () => void }) {
  const { t } = useTranslation('staff');
  const seconds = useSeconds(timer.started_at);
  return (
    <div className={classes.timer}>
      <div>
        {t('timer.now')}
        <span className={classes.clock}>{timerText(seconds)}</span>
      </div>
      <ActionIcon color="malachite" radius={18} size={36} aria-label={t('timer.stop')} onClick={onStop}>
        <Icon name="player-stop" />
      </ActionIcon>
    </div>
  );
}
