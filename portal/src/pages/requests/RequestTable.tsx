import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { People, TicketSummary } from '@/api/types';
import { Moment } from '@/components/Moment';
import { PersonAvatar } from '@/components/PersonAvatar';
import { Priority } from '@/components/Priority';
import register from '@/components/register/Register.module.css';
import { RegisterTable } from '@/components/register/RegisterTable';
import { StatusPill } from '@/components/StatusPill';
import { effortText } from '@/format/duration';
import classes from './RequestTable.module.css';

interface Props {
  items: TicketSummary[];
  people: People;
  viewer: 'customer' | 'staff';
}

/** The requests, the newest first. */
export function RequestTable({ items, people, viewer }: Props) {
  const { t } = useTranslation('requests');
  return (
    <RegisterTable
      caption={t('caption')}
      columns={[
        { name: t('column.number'), className: classes.number },
        { name: t('column.subject') },
        { name: t('column.status'), className: classes.status },
        { name: t('column.priority'), className: classes.priority },
        { name: t('column.consultant'), className: classes.consultant },
        { name: t('column.created'), className: classes.created },
        { name: t('column.updated'), className: classes.updated },
        { name: t('column.effort'), className: classes.effort },
      ]}
    >
        {items.map((item) => (
          <Row key={item.number} item={item} people={people} viewer={viewer} />
        ))}
    </RegisterTable>
  );
}

function Row({ item, people, viewer }: { item: TicketSummary; people: People; viewer: 'customer' | 'staff' }) {
  const { t } = useTranslation(['requests', 'common']);
  const author = people[item.author_id];
  const consultant = item.assignee_id ? people[item.assignee_id] : undefined;
  const below = [viewer === 'staff' ? author?.company_name : item.category, author?.name].filter(Boolean).join(' · ');
  return (
    <tr role="row" className={register.row}>
      <td role="cell" className={classes.number}>
        <Link to={`/requests/${item.number}`} className={register.link}>
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
