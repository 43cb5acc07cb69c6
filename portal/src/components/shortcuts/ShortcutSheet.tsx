import { ActionIcon, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import classes from './Keys.module.css';
import { Keys } from './Keys';
import { useShortcuts, useShortcutsEnabled } from './useShortcuts';

const SHEET = [
  { does: 'next', keys: ['J'] },
  { does: 'previous', keys: ['K'] },
  { does: 'open', keys: ['Enter'] },
  { does: 'take', keys: ['P'] },
  { does: 'search', keys: ['/'] },
  { does: 'send', keys: ['Ctrl', 'Enter'] },
  { does: 'all', keys: ['?'] },
] as const;

/** The button in the top bar, and the sheet with all shortcuts, which `?` opens too; there they are switched off. */
export function ShortcutSheet() {
  const { t } = useTranslation('shortcuts');
  const [isOpen, setIsOpen] = useState(false);
  const [isEnabled, enable] = useShortcutsEnabled();
  useShortcuts({ '?': () => setIsOpen(true) });
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('title')} title={t('title')} onClick={() => setIsOpen(true)}>
        <Icon name="keyboard" />
      </ActionIcon>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title={t('title')}>
        <p className={classes.pause}>{t('pause')}</p>
        <dl className={classes.list}>
          {SHEET.map(({ does, keys }) => (
            <div key={does}>
              <dt>{t(does)}</dt>
              <dd>
                <Keys keys={[...keys]} />
              </dd>
            </div>
          ))}
        </dl>
        <Switch className={classes.switch} label={t('enabled')} checked={isEnabled} onChange={(event) => enable(event.currentTarget.checked)} />
      </Modal>
    </>
  );
}
