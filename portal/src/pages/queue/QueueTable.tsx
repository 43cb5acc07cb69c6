import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { People } from '@/api/types';
import { PersonAvatar } from '@/components/PersonAvatar';
import { Priority } from '@/components/Priority';
import register from '@/components/register/Register.module.css';
import { RegisterTable } from '@/components/register/RegisterTable';
import { StatusPill } from '@/components/StatusPill';
import { exactMoment } from '@/format/moment';
import list from '@/pages/requests/RequestTable.module.css';
import classes from './QueueTable.module.css';
import { useWaiting } from './useWaiting';
import type { QueueRow } from './useQueue';

interface Props {
  rows: QueueRow[];
  people: People;
  /** Where the page of a request leads back to. */
  back: string;
  busy: number | null;
  onTake: (row: QueueRow) => void;
}

/** The queue, who waits longest first. */
export function QueueTable({ rows, ...rest }: Props) {
  const { t } = useTranslation('queue');
  return (
    <RegisterTable
      caption={t('caption')}
      className={classes.table}
      columns={[
        { name: t('column.number'), className: list.number },
        { name: t('column.priority'), className: classes.priority, isHidden: true },
        { name: t('column.subject') },
        { name: t('column.status'), className: classes.status },
        { name: t('column.waiting'), className: classes.waiting },
        { name: t('column.consultant'), className: list.consultant },
      ]}
    >
        {rows.map((row) => (
          <Row key={row.number} row={row} {...rest} />
        ))}
    </RegisterTable>
  );
}

function Row({ row, people, back, busy, onTake }: Omit<Props, 'rows'> & { row: QueueRow }) {
  const { t } = useTranslation('queue');
  const author = people[row.author_id];
  const consultant = row.assignee_id ? people[row.assignee_id] : undefined;
  const below = [author?.company_name, author?.name].filter(Boolean).join(' · ');
  return (
    <tr role="row" className={register.row} data-left={row.hasLeft || undefined}>
      <td role="cell" className={list.number}>
        <Link to={`/requests/${row.number}`} state={{ back }} className={register.link} data-row={row.number}>
          {row.number}
        </Link>
      </td>
      <td role="cell" className={classes.priority}>
        <Priority priority={row.priority} glyphOnly />
      </td>
      <td role="cell" className={list.subject}>
        <span className={list.title} title={row.subject} data-unread={row.unread_count > 0 || undefined}>
          {row.subject}
        </span>
        <span className={list.below} title={below}>
          {row.unread_count > 0 && <span className={list.unread}>{t('unread', { count: row.unread_count })}</span>}
          {below}
        </span>
      </td>
      <td role="cell" className={`${list.status} ${classes.status}`}>
        <StatusPill status={row.status} viewer="staff" />
      </td>
      <td role="cell" className={classes.waiting}>
        <Waiting since={row.waiting_since} />
      </td>
      <td role="cell" className={list.consultant}>
        {row.hasLeft && <span className={list.nobody}>{t('left')}</span>}
        {!row.hasLeft && row.assignee_id && (
          <span className={list.person}>
            <PersonAvatar person={consultant} />
            <span>{consultant?.name ?? '…'}</span>
          </span>
        )}
        {!row.hasLeft && !row.assignee_id && (
          <Button variant="light" size="compact-sm" className={classes.take} loading={busy === row.number} onClick={() => onTake(row)} aria-label={t('takeOne', { number: row.number })}>
            {t('take')}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Waiting({ since }: { since: string | null }) {
  const { t } = useTranslation('queue');
  const waiting = useWaiting(since);
  if (!waiting || !since) return <span className={list.nobody}>–</span>;
  return (
    <span data-late={waiting.isLate || undefined}>
      <span className={classes.cardOnly}>{t('column.waiting')} </span>
      <time dateTime={since} title={exactMoment(since)}>
        {waiting.text}
      </time>
      {waiting.isLate && <span className={register.hidden}>, {t('late')}</span>}
    </span>
  );
}
