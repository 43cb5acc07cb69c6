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
  onChoose: (doing: Doing, user: User) => void;
}

/** People by name: how to reach them, what they are, and the state of their account. */
export function PeopleTable({ people, onChoose }: Props) {
  const { t } = useTranslation('people');
  return (
    <table className={register.table}>
      <caption className={register.hidden}>{t('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.person')}</th>
          <th scope="col" className={classes.telephone}>
            {t('column.telephone')}
          </th>
          <th scope="col" className={classes.role}>
            {t('column.role')}
          </th>
          <th scope="col" className={classes.account}>
            {t('column.account')}
          </th>
          <th scope="col" className={classes.last}>
            {t('column.lastSignIn')}
          </th>
          <th scope="col" className={classes.actions}>
            <span className={register.hidden}>{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((user) => (
          <Row key={user.id} user={user} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ user, onChoose }: { user: User } & Pick<Props, 'onChoose'>) {
  const { t } = useTranslation(['people', 'common']);
  const isOwn = useUser().id === user.id;
  return (
    <tr className={register.row}>
      <td className={classes.person}>
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
      <td className={classes.telephone}>{user.telephone && <a href={`tel:${user.telephone.replaceAll(' ', '')}`}>{user.telephone}</a>}</td>
      <td className={classes.role}>{t(`common:role.${user.role}`)}</td>
      <td className={classes.account}>
        <span className={classes.state} data-state={user.state}>
          {t(`state.${user.state as UserState}`)}
        </span>
      </td>
      <td className={classes.last} data-label={t('column.lastSignIn')}>{user.last_signed_in_at ? <Moment at={user.last_signed_in_at} /> : t('never')}</td>
      <td className={classes.actions}>{isOwn ? <span className={classes.own}>{t('you')}</span> : <PersonMenu user={user} onChoose={(doing) => onChoose(doing, user)} />}</td>
    </tr>
  );
}
