import { Switch, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setShortcutsOn, shortcutsOn } from '@/app/shortcutsSwitch';
import classes from './ProfilePage.module.css';

/** Shortcuts of one letter can be switched off (WCAG 2.1.4). */
export function ShortcutsSwitch() {
  const { t } = useTranslation('profile');
  const [isOn, setIsOn] = useState(shortcutsOn);
  return (
    <section className={classes.card}>
      <Title order={2} mb="sm">
        {t('shortcuts')}
      </Title>
      <Switch label={t('shortcutsOn')} description={t('shortcutsHint')} checked={isOn} onChange={(event) => choose(event.currentTarget.checked)} />
    </section>
  );

  function choose(on: boolean) {
    setShortcutsOn(on);
    setIsOn(on);
  }
}
