import { useTranslation } from 'react-i18next';
import type { User, UserState } from '@/api/types';
import { useUser } from '@/app/useUser';
import { Moment } from '@/components/Moment';
import { PersonAvatar } from '@/components/PersonAvatar';
import register from '@/components/register/Register.module.css';
import classes from './PeopleTable.module.css';
import { type Doing, PersonMenu } from './PersonMenu';

interface Props {
  people: User[];
  /** Active requests by person; without them the column is not there. */
  active: Record<string, number> | null;
  onChoose: (doing: Doing, user: User) => void;
}

/** People by name: how to reach them, what they are, and the state of their account. */
export function PeopleTable({ people, active, onChoose }: Props) {
  const { t } = useTranslation('people');
  return (
    <table role="table" className={register.table}>
      <caption className={register.hidden}>{t('caption')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t('column.person')}</th>
          <th role="columnheader" scope="col" className={classes.telephone}>
            {t('column.telephone')}
          </th>
          <th role="columnheader" scope="col" className={classes.role}>
            {t('column.role')}
          </th>
          <th role="columnheader" scope="col" className={classes.account}>
            {t('column.account')}
          </th>
          <th role="columnheader" scope="col" className={classes.last}>
            {t('column.lastSignIn')}
          </th>
          {active && (
            <th role="columnheader" scope="col" className={classes.active}>
              {t('column.active')}
            </th>
          )}
          <th role="columnheader" scope="col" className={classes.actions}>
            <span className={register.hidden}>{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {people.map((user) => (
          <Row key={user.id} user={user} active={active && (active[user.id] ?? 0)} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ user, active, onChoose }: { user: User; active: number | null } & Pick<Props, 'onChoose'>) {
  const { t } = useTranslation(['people', 'common']);
  const isOwn = useUser().id === user.id;
  return (
    <tr role="row" className={register.row}>
      <td role="cell" className={classes.person}>
        <div className={classes.who}>
          <PersonAvatar person={user.name ? user : { ...user, name: user.email }} size={34} />
          <div className={classes.words}>
            <span className={`${register.cut} ${classes.name}`} title={user.name}>
              {user.name || user.email}
            </span>
            <span className={`${register.cut} ${classes.email}`} title={user.email}>
              {user.email}
            </span>
          </div>
        </div>
      </td>
      <td role="cell" className={classes.telephone}>{user.telephone && <a href={`tel:${user.telephone.replaceAll(' ', '')}`}>{user.telephone}</a>}</td>
      <td role="cell" className={classes.role}>{t(`common:role.${user.role}`)}</td>
      <td role="cell" className={classes.account}>
        <span className={classes.state} data-state={user.state}>
          {t(`state.${user.state as UserState}`)}
        </span>
      </td>
      <td role="cell" className={classes.last} data-label={t('column.lastSignIn')}>{user.last_signed_in_at ? <Moment at={user.last_signed_in_at} /> : t('never')}</td>
      {active !== null && (
        <td role="cell" className={classes.active} data-label={t('column.active')}>
          {active || '–'}
        </td>
      )}
      <td role="cell" className={classes.actions}>{isOwn ? <span className={classes.own}>{t('you')}</span> : <PersonMenu user={user} onChoose={(doing) => onChoose(doing, user)} />}</td>
    </tr>
  );
}
