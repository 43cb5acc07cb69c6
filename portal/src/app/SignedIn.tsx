import { lazy, Suspense, useEffect, useState } from 'react';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import { ProblemPage } from '@/components/ProblemPage';
import { whenSomebodyElse } from '@/session/person';
import { findSession } from '@/session/sign-in';
import { useSession } from '@/session/store';
import { Notices } from './Notices';
import { OfflineBar } from './OfflineBar';
import classes from './SignedIn.module.css';
import { TopBar } from './TopBar';

const SignInAgain = lazy(() => import('@/session/SignInAgain'));

/** The frame of every page that needs somebody: top bar, page, and the dialog of a session that ended. */
export function SignedIn() {
  const { t } = useTranslation(['common', 'errors']);
  const session = useSession();
  const { pathname, search } = useLocation();
  const [problem, setProblem] = useState<Problem | null>(null);
  const isUnknown = session.state === 'unknown';

  useEffect(() => {
    if (isUnknown && !problem) findSession().catch((error: unknown) => setProblem(asProblem(error)));
  }, [isUnknown, problem]);

  const userId = session.state === 'signed-in' || session.state === 'ended' ? session.user.id : null;
  useEffect(() => (userId === null ? undefined : whenSomebodyElse(userId, () => location.reload())), [userId]);

  if (problem && isUnknown) {
    return <ProblemPage problem={problem} title={t('errors:broken.title')} onRetry={() => setProblem(null)} order={1} />;
  }
  if (isUnknown) return null;
  if (session.state === 'anonymous') {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <TopBar user={session.user} />
      <OfflineBar />
      <main id="content" tabIndex={-1} className={classes.content}>
        <Outlet />
      </main>
      <ScrollRestoration />
      <Notices />
      {session.state === 'ended' && (
        <Suspense>
          <SignInAgain user={session.user} />
        </Suspense>
      )}
    </>
  );
}
