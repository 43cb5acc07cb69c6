import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Role } from '@/api/types';

type GivenRole = Exclude<Role, 'service'>;

interface Props {
  roles: Role[];
  value: Role;
  onChange: (role: Role) => void;
}

/** Roles with what each may do. */
export function RoleChoice({ roles, value, onChange }: Props) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Radio.Group label={t('role')} value={value} onChange={(role) => onChange(role as Role)}>
      <Stack gap="xs" mt="xs">
        {(roles as GivenRole[]).map((role) => (
          <Radio key={role} value={role} label={t(`common:role.${role}`)} description={t(`roleHint.${role}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
