import { Button, PasswordInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, sessionsChanged } from '@/api/account';
import { useUser } from '@/app/useUser';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useAction } from '@/components/dialog/useAction';
import classes from './ProfilePage.module.css';

const SHORTEST = 10;

/** A new password, for who knows the present one. */
export function PasswordForm() {
  const { t } = useTranslation('profile');
  const { email } = useUser();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const { isBusy, problem, run } = useAction();
  const isShort = [...next].length < SHORTEST;
  const visibility = { visibilityToggleButtonProps: { 'aria-label': t('show') } };
  return (
    <section className={classes.card}>
      <Title order={2}>{t('password')}</Title>
      <p className={classes.text}>{t('passwordText')}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <div className={classes.fields}>
          <PasswordInput label={t('current')} autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} error={isChecked && !current ? t('currentMissing') : undefined} {...visibility} />
          <PasswordInput
            label={t('next')}
            description={isChecked && isShort ? undefined : t('nextHint', { count: SHORTEST })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={isChecked && isShort ? t('nextHint', { count: SHORTEST }) : undefined}
            {...visibility}
          />
          {problem && (
            <div className={classes.whole}>
              <ProblemMessage problem={problem} about="account" takesFocus />
            </div>
          )}
        </div>
        <Button type="submit" variant="default" loading={isBusy}>
          {t('changePassword')}
        </Button>
      </form>
    </section>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (!current || isShort) return;
    const isDone = await run(async () => void (await changePassword(current, next)));
    if (!isDone) return;
    setIsChecked(false);
    setCurrent('');
    setNext('');
    notifications.show({ message: t('passwordChanged') });
    await sessionsChanged(queries);
  }
}
