import { Button, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeInfoItem } from '@/api/answers';
import { asProblem, type Problem } from '@/api/problem';
import { requestChanged } from '@/api/requests';
import type { InfoItem, TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { problemWords } from '@/components/problemWords';
import classes from '../Entries.module.css';
import { ItemRow } from '../ItemRow';

/** What was asked for, for staff: its tick is a button, and it may be needed no more. */
export function StaffItem({ item, page }: { item: InfoItem; page: TicketPage }) {
  const change = useItemChange(item, page);
  return (
    <ItemRow item={item} people={page.people} tick={<TickButton item={item} change={change} />}>
      <WaiveButton item={item} change={change} />
      <ChangeProblem change={change} />
    </ItemRow>
  );
}

/** Changing what became of an item that was asked for; one change at a time. */
function useItemChange(item: InfoItem, page: TicketPage) {
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return { isBusy, problem, become };

  async function become(state: InfoItem['state']) {
    if (isBusy) return;
    setIsBusy(true);
    setProblem(null);
    try {
      await changeInfoItem(page.ticket.number, page.ticket.version, item.id, state);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      await requestChanged(queries, page.ticket.number).catch(() => undefined);
      setIsBusy(false);
    }
  }
}

type Change = ReturnType<typeof useItemChange>;

/** The tick itself is the button: received, or not yet after all. */
function TickButton({ item, change }: { item: InfoItem; change: Change }) {
  const { t } = useTranslation('staff');
  const isReceived = item.state === 'satisfied';
  return (
    <UnstyledButton className={classes.tickButton} aria-pressed={isReceived} disabled={change.isBusy} aria-label={t(isReceived ? 'items.untick' : 'items.tick', { text: item.text })} onClick={() => void change.become(isReceived ? 'open' : 'satisfied')}>
      <span className={classes.tick}>{isReceived && <Icon name="check" size={14} />}</span>
    </UnstyledButton>
  );
}

/** What is open may be needed no more, and what was waived may be needed again. */
function WaiveButton({ item, change }: { item: InfoItem; change: Change }) {
  const { t } = useTranslation('staff');
  if (item.state === 'satisfied') return null;
  const isOpen = item.state === 'open';
  return (
    <Button variant="default" size="xs" loading={change.isBusy} aria-label={t(isOpen ? 'items.waiveOne' : 'items.reopenOne', { text: item.text })} onClick={() => void change.become(isOpen ? 'waived' : 'open')}>
      {t(isOpen ? 'items.waive' : 'items.reopen')}
    </Button>
  );
}

function ChangeProblem({ change }: { change: Change }) {
  const { t } = useTranslation('staff');
  if (!change.problem) return null;
  return (
    <p role="alert" className={classes.itemProblem}>
      {t('items.failed')} {problemWords(change.problem)}
    </p>
  );
}
