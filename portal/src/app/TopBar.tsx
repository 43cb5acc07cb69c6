import { Menu, UnstyledButton, useMatches, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, NavLink, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import type { User } from '@/api/types';
import { Icon } from '@/components/icons';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { Mark } from '@/components/Mark';
import { problemWords } from '@/components/problemWords';
import { PersonAvatar } from '@/components/PersonAvatar';
import { SchemeSwitch } from '@/components/SchemeSwitch';
import { chooseLanguage } from '@/i18n';
import { signOut } from '@/session/sign-in';
import { isStaff, tabsOf } from './roles';
import classes from './TopBar.module.css';

const StaffTools = lazy(() => import('./StaffTools'));

/** Where one is, and who. On a narrow screen the tabs and the language are in the account's menu. */
export function TopBar({ user }: { user: User }) {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      <div className={classes.inner}>
        <Link to="/" className={classes.home}>
          <Mark />
        </Link>
        <nav aria-label={t('navigation')} className={classes.tabs}>
          {tabsOf(user).map((tab) => (
            <NavLink key={tab.to} to={tab.to} end={isStaff(user)} className={classes.tab}>
              {t(`nav.${tab.label}`)}
            </NavLink>
          ))}
        </nav>
        <div className={classes.right}>
          <Suspense>{isStaff(user) && <StaffTools />}</Suspense>
          <div className={classes.wide}>
            <LanguageSwitch />
          </div>
          <SchemeSwitch />
          <AccountMenu user={user} />
        </div>
      </div>
    </header>
  );
}

function AccountMenu({ user }: { user: User }) {
  const { t, i18n } = useTranslation();
  const isNarrow = useMatches({ base: true, md: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const other = i18n.language === 'ro' ? 'en' : 'ro';
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <VisuallyHidden>{t('account')}</VisuallyHidden>
          <PersonAvatar person={user} size={30} />
          <span className={classes.who}>
            <span className={classes.name}>{user.name}</span>
            <span className={classes.company}>{user.company_name ?? t(`role.${user.role}`)}</span>
          </span>
          <span className={classes.wide}>
            <Icon name="chevron-down" size={16} />
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {isNarrow && <Menu.Label>{user.name}</Menu.Label>}
        {isNarrow &&
          tabsOf(user).map((tab) => (
            <Menu.Item key={tab.to} component={Link} to={tab.to}>
              {t(`nav.${tab.label}`)}
            </Menu.Item>
          ))}
        {isNarrow && (
          <Menu.Item onClick={() => void chooseLanguage(other)} lang={other}>
            {other === 'en' ? 'English' : 'Română'}
          </Menu.Item>
        )}
        {isNarrow && <Menu.Divider />}
        <Menu.Item leftSection={!isNarrow && <Icon name="user" size={16} />} component={Link} to="/profile">
          {t('account')}
        </Menu.Item>
        <Menu.Item leftSection={!isNarrow && <Icon name="logout" size={16} />} onClick={() => void leave()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );

  async function leave() {
    try {
      await signOut(queries);
    } catch (error) {
      notifications.show({ message: `${t('signOutFailed')} ${problemWords(asProblem(error))}`, color: 'red', autoClose: false });
      return;
    }
    await navigate('/sign-in');
  }
}
