import { Tabs, useMatches } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimer } from '@/api/work';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { AnswerForm } from './AnswerForm';
import classes from './Composer.module.css';
import { IntervalDialog, StopTimerDialog } from './dialogs';
import { type ComposerKind, KINDS } from './kinds';
import { NoWorkDialog } from './NoWorkDialog';
import { useWrittenKinds } from './useWrittenKinds';

/** What a consultant writes: to the customer by reply, request for information or resolution; and, set apart, to the team. */
export function Composer({ page }: { page: TicketPage }) {
  const { t } = useTranslation('staff');
  const timer = useTimer();
  const { number } = page.ticket;
  // On a phone it is folded to its tabs, at the screen's lower edge; a tab opens it, and folds it again.
  const isFolding = useMatches({ base: true, sm: false });
  const [isFolded, setIsFolded] = useState(true);
  const [kind, setKind] = useState<ComposerKind>('reply');
  const [visited, setVisited] = useState<Partial<Record<ComposerKind, number>>>({ reply: 0 });
  const [asking, setAsking] = useState<{ what: 'timer' | 'no-work' | 'interval'; go: () => void } | null>(null);
  const { written, tell } = useWrittenKinds(number);
  const isClosed = isFolding && isFolded;
  return (
    <>
      <Tabs value={isClosed ? null : kind} onChange={show} allowTabDeactivation={isFolding} keepMountedMode="display-none" className={classes.composer} data-kind={isClosed ? undefined : kind} classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}>
        <Tabs.List aria-label={t('composer')}>
          {KINDS.map((one) => (
            <Tab key={one} kind={one} isWritten={written.has(one)} />
          ))}
        </Tabs.List>
        {KINDS.map((one) => (
          <Tabs.Panel key={one} value={one}>
            {visited[one] !== undefined && (
              <Form key={visited[one]} page={page} kind={one} asksFirst={one === 'resolution' ? asksFirst : undefined} tell={tell} onSent={() => setVisited({ ...visited, [one]: (visited[one] ?? 0) + 1 })} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      {asking?.what === 'timer' && timer && <StopTimerDialog timer={timer} onClose={() => setAsking(null)} onStopped={goOn} />}
      {asking?.what === 'no-work' && <NoWorkDialog onClose={() => setAsking(null)} onAdd={() => setAsking({ ...asking, what: 'interval' })} onSend={goOn} />}
      {asking?.what === 'interval' && <IntervalDialog page={page} onClose={() => setAsking(null)} onDone={goOn} />}
    </>
  );

  function show(next: string | null) {
    setIsFolded(next === null);
    if (next === null) return;
    setKind(next as ComposerKind);
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

/** A tab, with a dot when something is written in it. */
function Tab({ kind, isWritten }: { kind: ComposerKind; isWritten: boolean }) {
  const { t } = useTranslation('staff');
  const name = t(`kind.${kind}`);
  return (
    <Tabs.Tab value={kind} aria-label={isWritten ? `${name} (${t('hasDraft')})` : name} data-kind={kind} leftSection={kind === 'note' ? <Icon name="lock" size={16} /> : undefined} rightSection={isWritten ? <span className={classes.written} title={t('hasDraft')} aria-hidden /> : undefined}>
      <span className={classes.long}>{name}</span>
      <span className={classes.short}>{t(`short.${kind}`)}</span>
    </Tabs.Tab>
  );
}

interface FormProps {
  page: TicketPage;
  kind: ComposerKind;
  asksFirst?: (go: () => void) => boolean;
  tell: (kind: ComposerKind, isWritten: boolean) => void;
  onSent: () => void;
}

function Form({ kind, tell, ...others }: FormProps) {
  const onWritten = useCallback((isWritten: boolean) => tell(kind, isWritten), [tell, kind]);
  return <AnswerForm kind={kind} onWritten={onWritten} {...others} />;
}
