import { Button, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endSession, sessionsChanged, useSessions } from '@/api/account';
import { asProblem } from '@/api/problem';
import type { OwnSession } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useAction } from '@/components/dialog/useAction';
import { entryMoment } from '@/format/moment';
import { deviceOf } from './device';
import classes from './ProfilePage.module.css';

/** Where one is signed in, and the way to end what one does not recognise. */
export function Sessions() {
  const { t } = useTranslation('profile');
  const queries = useQueryClient();
  const pages = useSessions();
  const { isBusy, problem, run } = useAction();
  const sessions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes.card} aria-busy={pages.isFetching}>
      <Title order={2}>{t('sessions')}</Title>
      <p className={classes.text}>{t('sessionsText')}</p>
      {pages.error && (
        <ProblemMessage problem={asProblem(pages.error)} title={t('sessionsFailed')}>
          <Button size="compact-sm" variant="default" onClick={() => void pages.refetch()}>
            {t('retry')}
          </Button>
        </ProblemMessage>
      )}
      {problem && <ProblemMessage problem={problem} about="account" takesFocus />}
      <ul className={classes.sessions}>
        {sessions.map((session) => (
          <Session key={session.id} session={session} isBusy={isBusy} onEnd={() => void end(session)} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );

  async function end(session: OwnSession) {
    const isDone = await run(async () => void (await endSession(session.id)));
    await sessionsChanged(queries);
    if (isDone) notifications.show({ message: t('ended') });
  }
}

function Session({ session, isBusy, onEnd }: { session: OwnSession; isBusy: boolean; onEnd: () => void }) {
  const { t } = useTranslation('profile');
  const device = deviceText();
  return (
    <li className={classes.session}>
      <div>
        <div className={classes.device}>
          {device}
        </div>
        <div className={classes.when}>
          {t('lastSeen', { when: entryMoment(session.last_seen_at) })} · {t('since', { when: entryMoment(session.created_at) })}
        </div>
      </div>
      {session.is_current ? (
        <span className={classes.current}>{t('thisSession')}</span>
      ) : (
        <Button variant="default" disabled={isBusy} onClick={onEnd} aria-label={t('endOf', { device })}>
          {t('end')}
        </Button>
      )}
    </li>
  );

  function deviceText(): string {
    if (session.kind === 'api') return t('api');
    const { browser, system } = deviceOf(session.user_agent);
    const name = browser ?? t('unknownBrowser');
    return system ? t('device', { browser: name, system }) : name;
  }
}
