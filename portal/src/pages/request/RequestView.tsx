import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { isCustomer, viewerOf } from '@/app/roles';
import { useUser } from '@/app/useUser';
import { Icon } from '@/components/icons';
import { ClosedCard } from './ClosedCard';
import { Entries } from './Entries';
import { PrintForm } from './PrintForm';
import { Rail } from './Rail';
import { ReplyBox, type ReplyHandle } from './ReplyBox';
import { RequestHead } from './RequestHead';
import classes from './RequestView.module.css';
import { Composer } from './staff/lazy';
import { usePrinting } from './usePrinting';
import { useSeen } from './useSeen';

/** A request as its reader may see it: head, entries, facts beside them, and what can be done. */
export function RequestView({ page }: { page: TicketPage }) {
  const { t } = useTranslation(['request', 'files']);
  const user = useUser();
  const viewer = viewerOf(user);
  const reply = useRef<ReplyHandle | null>(null);
  const onReply = useCallback((handle: ReplyHandle | null) => {
    reply.current = handle;
  }, []);
  useSeen(page);
  const printedAt = usePrinting();
  const { ticket, actions } = page;
  const mayUpdate = actions.includes('update');
  return (
    <>
      <div className={classes.page}>
        <RequestHead page={page} viewer={viewer} />
        <div className={classes.columns}>
          <div className={classes.main}>
            {page.missing.includes('files') && (
              <p role="status" className={classes.missing}>
                <Icon name="alert-triangle" size={16} /> {t('files:missing')}
              </p>
            )}
            <Entries
              page={page}
              viewer={viewer}
              onAnswerItem={mayUpdate ? (text) => reply.current?.quote(text) : undefined}
              onStillOpen={() => reply.current?.open(true)}
            />
            {isCustomer(user) && mayUpdate && <ReplyBox page={page} onHandle={onReply} />}
            {actions.includes('answer') && <Composer page={page} />}
            {ticket.status === 'closed' && <ClosedCard page={page} canFollow={actions.includes('follow_up')} />}
          </div>
          <Rail page={page} viewer={viewer} />
        </div>
      </div>
      {printedAt && <PrintForm page={page} viewer={viewer} printedAt={printedAt} />}
    </>
  );
}
