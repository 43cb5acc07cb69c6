import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/types';
import { Icon } from '@/components/icons';

export type Doing = 'role' | 'link' | 'disable' | 'enable';

/** What can be done with somebody's account. */
function waysOf(user: User): Doing[] {
  if (user.state === 'disabled') return ['enable'];
  return user.state === 'invited' ? ['link', 'disable'] : ['role', 'disable'];
}

interface Props {
  user: User;
  onChoose: (doing: Doing) => void;
}

export function PersonMenu({ user, onChoose }: Props) {
  const { t } = useTranslation('people');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('menuOf', { name: user.name || user.email })}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {waysOf(user).map((doing) => (
          <Menu.Item key={doing} color={doing === 'disable' ? 'red' : undefined} onClick={() => onChoose(doing)}>
            {t(`menu.${doing}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
