import { Anchor, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { homeOf, isStaff } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { useUser } from '@/app/useUser';
import { Icon } from '@/components/icons';
import { DraftStatus } from '@/components/draft/DraftStatus';
import { filesOf } from '@/components/draft/DraftKeeper';
import { useDraft } from '@/components/draft/useDraft';
import { UploadQueue } from '@/components/files/UploadQueue';
import type { Draft } from '@/api/types';
import classes from './NewRequestPage.module.css';
import { RequestForm } from './RequestForm';
import { Tips } from './Tips';

/** P4, P5: a new request; with `?follows=` one that is linked to a closed one and takes over what was typed there (P7). */
export function Component() {
  const { t } = useTranslation(['newRequest', 'common', 'staff']);
  const user = useUser();
  const [parameters] = useSearchParams();
  const follows = numberOf(parameters.get('follows'));
  const { keeper, status, found } = useDraft(follows === null ? ['ticket'] : ['follow_up', 'update'], follows);
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const [round, setRound] = useState(0);
  const [queue, setQueue] = useState(() => new UploadQueue());
  const ownTitle = isStaff(user) ? t('staff:caller.title') : t('title');
  const title = follows === null ? ownTitle : t('linkedTitle');
  const backWords = isStaff(user) ? t('common:nav.queue') : t('back');
  useTitle(title);

  // The form comes with the draft's text and files at once: what is not there yet must not be saved over it.
  const [isReady, setIsReady] = useState(false);
  useEffect(() => {
    if (found === undefined || isReady) return;
    if (found) queue.restore(filesOf(found));
    // oxlint-disable-next-line react/set-state-in-effect -- the draft comes from the server, once
    setIsReady(true);
  }, [found, queue, isReady]);

  const draft = round === 0 ? (found ?? null) : theirs;
  return (
    <div className={classes.page}>
      <Anchor component={Link} to={follows === null ? homeOf(user) : `/requests/${follows}`} underline="never" className={classes.back}>
        <Icon name="chevron-left" size={16} />
        {follows === null ? backWords : t('backTo', { number: follows })}
      </Anchor>
      <div className={classes.head}>
        <Title order={1}>{title}</Title>
        <DraftStatus keeper={keeper} status={status} onTheirs={(other) => begin(other)} />
      </div>
      {follows !== null && <p className={classes.follows}>{t('follows', { number: follows })}</p>}
      <div className={classes.columns}>
        {isReady && (
          <RequestForm key={round} draft={draft} keeper={keeper} queue={queue} follows={follows} wasResumed={round === 0 && Boolean(found)} onDiscarded={() => begin(null)} />
        )}
        {!isStaff(user) && <Tips />}
      </div>
    </div>
  );

  /** The form anew, with another text. */
  function begin(other: Draft | null) {
    const fresh = new UploadQueue();
    if (other) fresh.restore(filesOf(other));
    setQueue(fresh);
    setTheirs(other);
    setRound(round + 1);
  }
}

function numberOf(text: string | null): number | null {
  return text && /^\d{1,18}$/u.test(text) ? Number(text) : null;
}
