import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';

/** What else can be done with a request; its address can always be copied. */
export function MoreMenu({ first, children }: { first?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation(['request', 'common']);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('common:moreActions')}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {first}
        <Menu.Item leftSection={<Icon name="link" size={16} />} onClick={() => void copyLink()}>
          {t('copyLink')}
        </Menu.Item>
        {children}
      </Menu.Dropdown>
    </Menu>
  );

  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: t('linkCopied') });
  }
}
