import { Title } from '@mantine/core';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { homeOf } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { findSession } from '@/session/sign-in';
import { SignInForm } from '@/session/SignInForm';
import { useSession } from '@/session/store';
import { SignInFrame } from './SignInFrame';

/** P1: e-mail, password, GO. */
export function Component() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  useTitle(t('title'));

  useEffect(() => {
    if (session.state === 'unknown') findSession().catch(() => undefined); // the form itself will say what is wrong
  }, [session.state]);

  if (session.state === 'signed-in') return <Navigate to={placeAfter(parameters.get('next')) ?? homeOf(session.user)} replace />;
  return (
    <SignInFrame>
      <Title order={1}>{t('title')}</Title>
      <p>{t('lead')}</p>
      <SignInForm onSignedIn={(user) => void navigate(placeAfter(parameters.get('next')) ?? homeOf(user), { replace: true })} />
      <p>{t('help')}</p>
    </SignInFrame>
  );
}

/** Where to go on; addresses of other sites are none. */
function placeAfter(next: string | null): string | null {
  return next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : null;
}
