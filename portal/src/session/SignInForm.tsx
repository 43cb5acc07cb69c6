import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import type { User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { signIn } from './sign-in';

interface Props {
  /** Known when a session is renewed: then only the password is asked for. */
  email?: string;
  onSignedIn?: (user: User) => void;
}

/** E-mail, password, GO. Fields keep their values when it fails. */
export function SignInForm({ email: known, onSignedIn }: Props) {
  const { t } = useTranslation('signIn');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {!known && (
          <TextInput
            label={t('email')}
            type="email"
            name="email"
            autoComplete="username"
            size="md"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={missing.email}
            autoFocus
          />
        )}
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          size="md"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={missing.password}
          data-autofocus={known ? true : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        {problem && <ProblemMessage problem={problem} takesFocus />}
        <Button type="submit" size="md" fullWidth loading={isBusy}>
          {t('go')}
        </Button>
      </Stack>
    </form>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const wrong = { email: emailError(), password: password ? undefined : t('passwordMissing') };
    setMissing(wrong);
    if (wrong.email || wrong.password) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const user = await signIn(email, password);
      onSignedIn?.(user);
    } catch (error) {
      setProblem(asProblem(error));
      setIsBusy(false);
    }
  }

  function emailError(): string | undefined {
    if (!email.trim()) return t('emailMissing');
    return /^\S+@\S+$/u.test(email.trim()) ? undefined : t('emailIncomplete');
  }
}
