import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimer } from '@/api/work';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { AnswerForm } from './AnswerForm';
import classes from './Composer.module.css';
import { type ComposerKind, KINDS } from './kinds';
import { LazyInterval } from './LazyInterval';
import { NoWorkDialog } from './NoWorkDialog';
import { StopTimerDialog } from './StopTimerDialog';

/** What a consultant writes: to the customer by reply, request for information or resolution; and, set apart, to the team. */
export function Composer({ page }: { page: TicketPage }) {
  const { t } = useTranslation('staff');
  const timer = useTimer();
  const [kind, setKind] = useState<ComposerKind>('reply');
  const [visited, setVisited] = useState<Partial<Record<ComposerKind, number>>>({ reply: 0 });
  const [asking, setAsking] = useState<{ what: 'timer' | 'no-work' | 'interval'; go: () => void } | null>(null);
  const { number } = page.ticket;
  return (
    <>
      <Tabs value={kind} onChange={(next) => show(next as ComposerKind)} className={classes.composer} data-kind={kind} classNames={{ list: classes.tabs, tab: classes.tab }}>
        <Tabs.List aria-label={t('composer')}>
          {KINDS.map((one) => (
            <Tabs.Tab key={one} value={one} data-kind={one} leftSection={one === 'note' ? <Icon name="lock" size={16} /> : undefined} aria-label={t(`kind.${one}`)}>
              <span className={classes.long}>{t(`kind.${one}`)}</span>
              <span className={classes.short}>{t(`short.${one}`)}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {KINDS.map((one) => (
          <Tabs.Panel key={one} value={one}>
            {visited[one] !== undefined && (
              <AnswerForm key={visited[one]} page={page} kind={one} asksFirst={one === 'resolution' ? asksFirst : undefined} onSent={() => setVisited({ ...visited, [one]: (visited[one] ?? 0) + 1 })} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      {asking?.what === 'timer' && timer && <StopTimerDialog timer={timer} onClose={() => setAsking(null)} onStopped={goOn} />}
      {asking?.what === 'no-work' && <NoWorkDialog onClose={() => setAsking(null)} onAdd={() => setAsking({ ...asking, what: 'interval' })} onSend={goOn} />}
      {asking?.what === 'interval' && <LazyInterval page={page} onClose={() => setAsking(null)} onDone={goOn} />}
    </>
  );

  function show(next: ComposerKind) {
    setKind(next);
    setVisited((before) => ({ [next]: 0, ...before }));
  }

  /** A resolution ends the work: the timer stops first, and no work at all is worth a question. */
  function asksFirst(go: () => void): boolean {
    if (timer?.number === number) setAsking({ what: 'timer', go });
    else if (page.durations.effort_seconds === 0) setAsking({ what: 'no-work', go });
    else return false;
    return true;
  }

  function goOn() {
    const go = asking?.go;
    setAsking(null);
    go?.();
  }
}
