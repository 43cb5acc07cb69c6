import { Anchor, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/types';
import classes from './SignInAgain.module.css';
import { SignInForm } from './SignInForm';

/** Over the very page whose session has ended: only the password, and everything goes on. It closes by signing in alone. */
export default function SignInAgain({ user }: { user: User }) {
  const { t } = useTranslation('signIn');
  return (
    <Modal opened onClose={() => undefined} title={t('again.title')} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <Text c="dimmed" size="sm" mb="md">
        {t('again.text')}
      </Text>
      <SignInForm email={user.email} />
      <Text size="xs" c="dimmed" mt="md">
        {t('again.account', { email: user.email })} ·{' '}
        <Anchor href="/sign-in" className={classes.other}>
          {t('again.other')}
        </Anchor>
      </Text>
    </Modal>
  );
}
