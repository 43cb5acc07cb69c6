import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { People } from '@/api/types';
import { PersonAvatar } from '@/components/PersonAvatar';
import { Priority } from '@/components/Priority';
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

/** The queue as a table; below 62em as cards. */
export function QueueTable({ rows, ...rest }: Props) {
  const { t } = useTranslation('queue');
  return (
    <table className={`${list.table} ${classes.table}`}>
      <caption className={list.caption}>{t('caption')}</caption>
      <thead>
        <tr>
          <th scope="col" className={list.number}>
            {t('column.number')}
          </th>
          <th scope="col" className={classes.priority}>
            <span className={list.caption}>{t('column.priority')}</span>
          </th>
          <th scope="col">{t('column.subject')}</th>
          <th scope="col" className={classes.status}>
            {t('column.status')}
          </th>
          <th scope="col" className={classes.waiting}>
            {t('column.waiting')}
          </th>
          <th scope="col" className={list.consultant}>
            {t('column.consultant')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.number} row={row} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, people, back, busy, onTake }: Omit<Props, 'rows'> & { row: QueueRow }) {
  const { t } = useTranslation('queue');
  const author = people[row.author_id];
  const consultant = row.assignee_id ? people[row.assignee_id] : undefined;
  const below = [author?.company_name, author?.name].filter(Boolean).join(' · ');
  return (
    <tr className={list.row} data-left={row.hasLeft || undefined}>
      <td className={list.number}>
        <Link to={`/requests/${row.number}`} state={{ back }} className={list.link} data-row={row.number}>
          {row.number}
        </Link>
      </td>
      <td className={classes.priority}>
        <Priority priority={row.priority} glyphOnly />
      </td>
      <td className={list.subject}>
        <span className={list.title} title={row.subject} data-unread={row.unread_count > 0 || undefined}>
          {row.subject}
        </span>
        <span className={list.below} title={below}>
          {row.unread_count > 0 && <span className={list.unread}>{t('unread', { count: row.unread_count })}</span>}
          {below}
        </span>
      </td>
      <td className={`${list.status} ${classes.status}`}>
        <StatusPill status={row.status} viewer="staff" />
      </td>
      <td className={classes.waiting}>
        <Waiting since={row.waiting_since} />
      </td>
      <td className={list.consultant}>
        {row.hasLeft && <span className={list.nobody}>{t('left')}</span>}
        {!row.hasLeft && row.assignee_id && (
          <span className={list.person}>
            <PersonAvatar person={consultant} />
            <span>{consultant?.name ?? '…'}</span>
          </span>
        )}
        {!row.hasLeft && !row.assignee_id && (
          <Button variant="light" size="compact-md" className={classes.take} loading={busy === row.number} onClick={() => onTake(row)} aria-label={t('takeOne', { number: row.number })}>
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
      {waiting.isLate && <span className={list.caption}>, {t('late')}</span>}
    </span>
  );
}
