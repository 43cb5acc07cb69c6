import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, LANGUAGES } from '@/i18n';

const OPTIONS = LANGUAGES.map((language) => ({ value: language, label: language.toUpperCase() }));

/** RO / EN, at once and remembered in this browser. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      data={OPTIONS}
      value={i18n.language}
      onChange={(language) => void chooseLanguage(language as Language)}
      aria-label={t('language')}
    />
  );
}
