import { Modal, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { disable, peopleChanged, useConsultants } from '@/api/people';
import { asProblem } from '@/api/problem';
import type { User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import { useAction } from '@/components/dialog/useAction';
import { handlesRequests } from './roles';

interface Props {
  user: User;
  /** How many active requests the person has, if that is known. */
  active: number | null;
  onClose: () => void;
}

/** An account is closed; whoever handles requests leaves them to somebody. */
export function DisableDialog({ user, active, onClose }: Props) {
  const { t } = useTranslation('people');
  const queries = useQueryClient();
  const needsSuccessor = handlesRequests(user.role) && user.state === 'active';
  const consultants = useConsultants(needsSuccessor);
  const others = consultants.data?.items.filter((one) => one.id !== user.id) ?? [];
  const [successor, setSuccessor] = useState<string | null>(null);
  const [isChecked, setIsChecked] = useState(false);
  const { isBusy, problem, run } = useAction();
  const shown = problem ?? (consultants.error && asProblem(consultants.error));
  return (
    <Modal opened onClose={onClose} title={t('disableTitle', { name: user.name || user.email })}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('disableText')}</Text>
          {needsSuccessor && (
            <Select
              label={active ? t('successorOf', { count: active }) : t('successor')}
              placeholder={t('successorChoose')}
              required
              searchable
              data={others.map((one) => ({ value: one.id, label: one.name }))}
              nothingFoundMessage={t('successorNobody')}
              value={successor}
              onChange={setSuccessor}
              error={isChecked && !successor ? t('successorMissing') : undefined}
            />
          )}
          {shown && <ProblemMessage problem={shown} about="account" takesFocus />}
        </Stack>
        <ConfirmButtons action={t('disableDo')} color="red" isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (needsSuccessor && !successor) return;
    const isDone = await run(async () => void (await disable(user, needsSuccessor ? successor : null)));
    await peopleChanged(queries);
    if (!isDone) return;
    notifications.show({ message: t('disabled') });
    onClose();
  }
}
