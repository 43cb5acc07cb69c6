import { Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRole, peopleChanged, type Team } from '@/api/people';
import type { User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import { useAction } from '@/components/dialog/useAction';
import { RoleChoice } from './RoleChoice';
import { rolesIn } from './roles';

/** Another role for somebody. */
export function RoleDialog({ team, user, onClose }: { team: Team; user: User; onClose: () => void }) {
  const { t } = useTranslation('people');
  const queries = useQueryClient();
  const [role, setRole] = useState(user.role);
  const { isBusy, problem, run } = useAction();
  return (
    <Modal opened onClose={onClose} title={t('roleTitle', { name: user.name })}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <RoleChoice roles={rolesIn(team)} value={role} onChange={setRole} />
          <Text size="sm" c="dimmed">
            {t('roleText')}
          </Text>
          {problem && <ProblemMessage problem={problem} about="account" takesFocus />}
        </Stack>
        <ConfirmButtons action={t('roleDo')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    const isDone = role === user.role || (await run(async () => void (await changeRole(user, role))));
    await peopleChanged(queries);
    if (!isDone) return;
    if (role !== user.role) notifications.show({ message: t('roleDone', { name: user.name }) });
    onClose();
  }
}
