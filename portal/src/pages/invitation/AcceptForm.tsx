import { Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import type { components } from '@/api/schema';
import { homeOf } from '@/app/roles';
import { ProblemMessage } from '@/components/ProblemMessage';
import { signIn } from '@/session/sign-in';

export const SHORTEST_PASSWORD = 10;

interface Props {
  token: string;
  invitation: components['schemas']['InvitationView'];
}

/** Name, password, telephone; then the person is signed in. */
export function AcceptForm({ token, invitation }: Props) {
  const { t } = useTranslation(['invitation', 'signIn']);
  const navigate = useNavigate();
  const [name, setName] = useState(invitation.name ?? '');
  const [password, setPassword] = useState('');
  const [telephone, setTelephone] = useState('');
  const [wrong, setWrong] = useState<{ name?: string; password?: string; telephone?: string }>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  // What became of the attempts here: an invitation is accepted once, and a lost answer may have been a yes.
  const acceptance = useRef<'none' | 'unknown' | 'done'>('none');
  return (
    <>
      <Title order={1}>{invitation.name ? t('welcomeName', { name: invitation.name }) : t('welcome')}</Title>
      <p>{invitation.company_name ? t('leadCompany', { company: invitation.company_name }) : t('lead')}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <TextInput label={t('signIn:email')} name="username" autoComplete="username" size="md" value={invitation.email} readOnly />
          <TextInput label={t('name')} name="name" autoComplete="name" size="md" maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} error={wrong.name} />
          <PasswordInput
            label={t('signIn:password')}
            description={t('passwordHint', { count: SHORTEST_PASSWORD })}
            name="password"
            autoComplete="new-password"
            size="md"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={wrong.password}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn:showPassword') }}
          />
          <TextInput label={t('telephone')} description={t('telephoneHint')} type="tel" name="telephone" autoComplete="tel" size="md" maxLength={40} value={telephone} onChange={(event) => setTelephone(event.currentTarget.value)} error={wrong.telephone} />
          {problem && <ProblemMessage problem={problem} takesFocus />}
          <Button type="submit" size="md" fullWidth loading={isBusy}>
            {t('signIn:go')}
          </Button>
        </Stack>
      </form>
    </>
  );

  function whatIsWrong() {
    const isNumber = /^(?:\+?\d[\d ()./-]{3,})?$/u.test(telephone.trim());
    return {
      name: name.trim() ? undefined : t('nameMissing'),
      password: [...password].length < SHORTEST_PASSWORD ? t('passwordHint', { count: SHORTEST_PASSWORD }) : undefined,
      telephone: isNumber ? undefined : t('telephoneWrong'),
    };
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const found = whatIsWrong();
    setWrong(found);
    if (isBusy || Object.values(found).some(Boolean)) return;
    setIsBusy(true);
    setProblem(null);
    try {
      if (acceptance.current !== 'done') await accept();
      const user = await signIn(invitation.email, password);
      await navigate(homeOf(user), { replace: true });
    } catch (error) {
      setProblem(asProblem(error));
      setIsBusy(false);
    }
  }

  async function accept() {
    try {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const body = { name: name.trim(), password, telephone: telephone.trim() || null, time_zone };
      await dataOf(api.PUT('/api/v1/invitations/{token}', { params: { path: { token } }, body }));
    } catch (error) {
      const { status } = asProblem(error);
      if (status === 0 || status >= 500) acceptance.current = 'unknown';
      if (status !== 410 || acceptance.current !== 'unknown') throw error;
    }
    acceptance.current = 'done';
  }
}
