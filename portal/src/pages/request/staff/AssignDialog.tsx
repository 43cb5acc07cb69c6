import { Modal, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { assign } from '@/api/handling';
import { asProblem } from '@/api/problem';
import { requestChanged } from '@/api/requests';
import type { TicketPage } from '@/api/types';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import classes from '@/components/dialog/Dialog.module.css';
import { useAction } from '@/components/dialog/useAction';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useCounts } from '@/pages/queue/useQueue';

const FIVE_MINUTES = 300_000;

/** A dispatcher gives the request to one of the desk's people; beside each how much they have. */
export default function AssignDialog({ ticket, onClose }: { ticket: TicketPage['ticket']; onClose: () => void }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { data: counts } = useCounts();
  const staff = useQuery({
    queryKey: ['staff'],
    queryFn: () => dataOf(api.GET('/api/v1/users', { params: { query: { role: ['consultant', 'dispatcher'], state: 'active', limit: 200 } } })),
    staleTime: FIVE_MINUTES,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const { isBusy, problem, run } = useAction();
  const failed = problem ?? (staff.error ? asProblem(staff.error) : null);
  const loads = new Map(counts?.per_consultant?.map((load) => [load.consultant_id, load.active]));
  return (
    <Modal opened onClose={onClose} title={t('handling.assignTitle', { number: ticket.number })}>
      <form noValidate onSubmit={(event) => void give(event)}>
        <div className={classes.stack}>
          <Select
            label={t('handling.to')}
            placeholder={t('handling.choose')}
            searchable
            data={(staff.data?.items ?? [])
              .filter((person) => person.id !== ticket.assignee_id)
              .map((person) => ({ value: person.id, label: `${person.name} · ${t('handling.busy', { count: loads.get(person.id) ?? 0 })}` }))}
            value={chosen}
            onChange={setChosen}
            error={isMissing && !chosen && t('handling.chooseMissing')}
            data-autofocus
          />
          {failed && <ProblemMessage problem={failed} title={t('handling.failed')} />}
        </div>
        <ConfirmButtons action={t('handling.assign')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  async function give(event: FormEvent) {
    event.preventDefault();
    setIsMissing(!chosen);
    if (!chosen) return;
    const isGiven = await run(async () => void (await assign(ticket.number, ticket.version, chosen)));
    await requestChanged(queries, ticket.number);
    if (isGiven) onClose();
  }
}
