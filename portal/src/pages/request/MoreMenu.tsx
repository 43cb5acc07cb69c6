import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';

/** What else can be done with a request. Its address can always be copied; printing is here where it has no button. */
export function MoreMenu({ withPrint, children }: { withPrint: boolean; children?: ReactNode }) {
  const { t } = useTranslation(['request', 'common']);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('common:moreActions')}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {withPrint && (
          <Menu.Item leftSection={<Icon name="printer" size={16} />} onClick={() => window.print()}>
            {t('print')}
          </Menu.Item>
        )}
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
