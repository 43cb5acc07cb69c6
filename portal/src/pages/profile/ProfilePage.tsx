import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccount } from '@/api/account';
import { asProblem } from '@/api/problem';
import { isCustomer } from '@/app/roles';
import { useTitle } from '@/app/useTitle';
import { ProblemPage } from '@/components/ProblemPage';
import { AboutForm } from './AboutForm';
import { PasswordForm } from './PasswordForm';
import classes from './ProfilePage.module.css';
import { Sessions } from './Sessions';
import { ShortcutsSwitch } from './ShortcutsSwitch';

/** The own account: who one is, the password, where one is signed in. */
export function Component() {
  const { t } = useTranslation('profile');
  const account = useAccount();
  useTitle(t('title'));
  if (account.error && !account.data) return <ProblemPage problem={asProblem(account.error)} title={t('failed')} onRetry={() => void account.refetch()} order={1} />;
  return (
    <div className={classes.page}>
      <Title order={1}>{t('title')}</Title>
      {account.data && (
        <>
          <AboutForm account={account.data} />
          {!isCustomer(account.data) && account.data.role !== 'admin' && <ShortcutsSwitch />}
        </>
      )}
      <PasswordForm />
      <Sessions />
    </div>
  );
}
