/** Romanian is in the page; English comes when it is chosen. One file per area in each language, keys as in wording.md. */
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import ro from './ro';

export const LANGUAGES = ['ro', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = 'language';

void i18n.use(initReactI18next).init({
  lng: 'ro',
  fallbackLng: false,
  defaultNS: 'common',
  ns: Object.keys(ro),
  resources: { ro },
  partialBundledLanguages: true,
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Change the language of the page and remember it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'common')) {
    const { default: en } = await import('./en');
    for (const [area, texts] of Object.entries(en)) i18n.addResourceBundle('en', area, texts);
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // storage is closed: the language holds for this page
  }
}

/** The language chosen in this browser before, if any. */
export function rememberedLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return LANGUAGES.find((language) => language === kept) ?? null;
  } catch {
    return null;
  }
}

export default i18n;
