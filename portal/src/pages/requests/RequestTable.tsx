import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { People, TicketSummary } from '@/api/types';
import { Moment } from '@/components/Moment';
import { PersonAvatar } from '@/components/PersonAvatar';
import { Priority } from '@/components/Priority';
import { StatusPill } from '@/components/StatusPill';
import { effortText } from '@/format/duration';
import classes from './RequestTable.module.css';

interface Props {
  items: TicketSummary[];
  people: People;
  viewer: 'customer' | 'staff';
}

/** The list as a table; below 62em as cards, where `display` takes the roles away: so they are given in words. */
export function RequestTable({ items, people, viewer }: Props) {
  const { t } = useTranslation('requests');
  return (
    <table role="table" className={classes.table}>
      <caption className={classes.caption}>{t('caption')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" className={classes.number}>
            {t('column.number')}
          </th>
          <th role="columnheader" scope="col">{t('column.subject')}</th>
          <th role="columnheader" scope="col" className={classes.status}>
            {t('column.status')}
          </th>
          <th role="columnheader" scope="col" className={classes.priority}>
            {t('column.priority')}
          </th>
          <th role="columnheader" scope="col" className={classes.consultant}>
            {t('column.consultant')}
          </th>
          <th role="columnheader" scope="col" className={classes.created}>
            {t('column.created')}
          </th>
          <th role="columnheader" scope="col" className={classes.updated}>
            {t('column.updated')}
          </th>
          <th role="columnheader" scope="col" className={classes.effort}>
            {t('column.effort')}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <Row key={item.number} item={item} people={people} viewer={viewer} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item, people, viewer }: { item: TicketSummary; people: People; viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['requests', 'common']);
  const author = people[item.author_id];
  const consultant = item.assignee_id ? people[item.assignee_id] : undefined;
  const below = [viewer === 'staff' ? author?.company_name : item.category, author?.name].filter(Boolean).join(' · ');
  return (
    <tr role="row" className={classes.row}>
      <td role="cell" className={classes.number}>
        <Link to={`/requests/${item.number}`} className={classes.link}>
          {item.number}
        </Link>
      </td>
      <td role="cell" className={classes.subject}>
        <span className={classes.title} title={item.subject} data-unread={item.unread_count > 0 || undefined}>
          {item.subject}
        </span>
        <span className={classes.below}>
          {item.unread_count > 0 && (
            <span className={classes.unread}>
              {t(viewer === 'staff' ? 'unreadStaff' : 'unread', { count: item.unread_count })}
            </span>
          )}
          {below}
        </span>
      </td>
      <td role="cell" className={classes.status}>
        <StatusPill status={item.status} viewer={viewer} />
      </td>
      <td role="cell" className={classes.priority} data-priority={item.priority}>
        <Priority priority={item.priority} />
      </td>
      <td role="cell" className={classes.consultant}>
        {item.assignee_id ? (
          <span className={classes.person}>
            <PersonAvatar person={consultant} />
            <span>{consultant?.name ?? '…'}</span>
          </span>
        ) : (
          <span className={classes.nobody}>{t('common:unassigned')}</span>
        )}
      </td>
      <td role="cell" className={classes.created}>
        <Moment at={item.created_at} as="date" />
      </td>
      <td role="cell" className={classes.updated}>
        <Moment at={item.updated_at} />
      </td>
      <td role="cell" className={classes.effort}>{effortText(item.effort_seconds)}</td>
    </tr>
  );
}
