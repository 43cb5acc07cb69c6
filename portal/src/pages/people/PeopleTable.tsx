import { useTranslation } from 'react-i18next';
import type { User, UserState } from '@/api/types';
import { useUser } from '@/app/useUser';
import { Moment } from '@/components/Moment';
import { PersonAvatar } from '@/components/PersonAvatar';
import register from '@/components/register/Register.module.css';
import { RegisterTable } from '@/components/register/RegisterTable';
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
    <RegisterTable
      caption={t('caption')}
      columns={[
        { name: t('column.person') },
        { name: t('column.telephone'), className: classes.telephone },
        { name: t('column.role'), className: classes.role },
        { name: t('column.account'), className: classes.account },
        { name: t('column.lastSignIn'), className: classes.last },
        ...(active ? [{ name: t('column.active'), className: classes.active }] : []),
        { name: t('column.actions'), className: classes.actions, isHidden: true },
      ]}
    >
        {people.map((user) => (
          <Row key={user.id} user={user} active={active && (active[user.id] ?? 0)} onChoose={onChoose} />
        ))}
    </RegisterTable>
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
      <td role="cell" className={classes.last} data-label={t('column.lastSignIn')} data-none={!user.last_signed_in_at || undefined}>{user.last_signed_in_at ? <Moment at={user.last_signed_in_at} /> : t('never')}</td>
      {active !== null && (
        <td role="cell" className={classes.active} data-label={t('column.active')} data-none={!active || undefined}>
          {active || '–'}
        </td>
      )}
      <td role="cell" className={classes.actions}>{isOwn ? <span className={classes.own}>{t('you')}</span> : <PersonMenu user={user} onChoose={(doing) => onChoose(doing, user)} />}</td>
    </tr>
  );
}
