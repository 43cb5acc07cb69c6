import { ActionIcon, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';
import classes from './SupportCode.module.css';

/** The request id, for the person who calls us, with a button that copies it. */
export function SupportCode({ requestId }: { requestId: string | null }) {
  const { t } = useTranslation(['errors', 'common']);
  if (!requestId) return null;
  return (
    <span className={classes.code}>
      {t('errors:supportCode')}: <span className={classes.id}>{requestId}</span>
      <CopyButton value={requestId}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            onClick={copy}
            aria-label={copied ? t('errors:supportCodeCopied') : t('common:copy')}
          >
            <Icon name={copied ? 'check' : 'copy'} size={14} />
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
