import { Modal, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '@/api/keys';
import { invite, peopleChanged, type Team } from '@/api/people';
import type { Invited, Role, User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import { useAction } from '@/components/dialog/useAction';
import { RoleChoice } from './RoleChoice';
import { rolesIn } from './roles';

const MOST_NAME = 120;
const MOST_EMAIL = 254;
const MOST_TELEPHONE = 40;
const IS_TELEPHONE = /^(?:\+?\d[\d ()./-]{3,})?$/u;

interface Props {
  team: Team;
  /** Who was invited before and needs another link. */
  again: User | null;
  onReady: (invited: Invited) => void;
  onClose: () => void;
}

/** Who is invited, and as what. It ends with the link. */
export function InviteDialog({ team, again, onReady, onClose }: Props) {
  const { t, i18n } = useTranslation('people');
  const queries = useQueryClient();
  const [name, setName] = useState(again?.name ?? '');
  const [email, setEmail] = useState(again?.email ?? '');
  const [telephone, setTelephone] = useState(again?.telephone ?? '');
  const [role, setRole] = useState<Role>(again?.role ?? rolesIn(team)[0] ?? 'customer');
  const [isChecked, setIsChecked] = useState(false);
  const { isBusy, problem, run } = useAction();
  const keys = useRef(new Keys());
  const wrong: Partial<ReturnType<typeof whatIsWrong>> = isChecked ? whatIsWrong() : {};
  return (
    <Modal opened onClose={onClose} title={t('inviteTitle')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <TextInput label={t('name')} required maxLength={MOST_NAME} value={name} onChange={(event) => setName(event.currentTarget.value)} error={wrong.name} data-autofocus />
          <TextInput label={t('email')} type="email" required maxLength={MOST_EMAIL} value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={wrong.email} readOnly={again !== null} />
          <TextInput label={t('telephone')} type="tel" maxLength={MOST_TELEPHONE} value={telephone} onChange={(event) => setTelephone(event.currentTarget.value)} error={wrong.telephone} />
          <RoleChoice roles={rolesIn(team)} value={role} onChange={setRole} />
          {problem && <ProblemMessage problem={problem} about="account" takesFocus />}
        </Stack>
        <ConfirmButtons action={t('inviteDo')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  function whatIsWrong() {
    return {
      name: name.trim() ? undefined : t('nameMissing'),
      email: emailError(),
      telephone: IS_TELEPHONE.test(telephone.trim()) ? undefined : t('telephoneWrong'),
    };
  }

  function emailError(): string | undefined {
    if (!email.trim()) return t('emailMissing');
    return /^\S+@\S+\.\S+$/u.test(email.trim()) ? undefined : t('emailIncomplete');
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (Object.values(whatIsWrong()).some(Boolean)) return;
    const body = { name: name.trim(), email: email.trim(), telephone: telephone.trim(), role, language: again?.language ?? i18n.language };
    await run(async () => onReady(await invite(team, body, keys.current.for(body))));
    await peopleChanged(queries);
  }
}
