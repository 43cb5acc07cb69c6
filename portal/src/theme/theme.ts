import { createTheme, type MantineThemeComponent } from '@mantine/core';
import type { TFunction } from 'i18next';
import i18n from '@/i18n';
import { dark, gray, malachite, ochre, plum, red, voronet } from './palettes';

type Translate = TFunction<'common'>;

const SANS = '"Figtree Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

const colors = {
  voronet,
  ochre,
  malachite,
  red,
  plum,
  gray,
  dark,
  // Mantine's own names, so that nothing falls back to a foreign palette.
  blue: voronet,
  green: malachite,
  teal: malachite,
  yellow: ochre,
  orange: ochre,
  violet: plum,
  grape: plum,
};

/** Names for controls that Mantine draws without a word, and its defaults that design.md changes. */
function components(t: Translate): Record<string, MantineThemeComponent> {
  const close = { closeButtonProps: { 'aria-label': t('close') } };
  const clear = { clearButtonProps: { 'aria-label': t('clear') } };
  return {
    Anchor: { defaultProps: { underline: 'always' } },
    Modal: {
      defaultProps: {
        ...close,
        radius: 'lg',
        shadow: 'xl',
        centered: true,
        overlayProps: { backgroundOpacity: 0.36 },
        transitionProps: { transition: 'pop', duration: 140 },
      },
    },
    ModalHeader: { defaultProps: { role: 'presentation' } },
    ModalTitle: { defaultProps: { fw: 650, fz: 'lg', lh: 1.3 } },
    Drawer: { defaultProps: close },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Notification: {
      defaultProps: { ...close, styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 400 } },
    Select: { defaultProps: { ...clear, checkIconPosition: 'right', allowDeselect: false } },
    MultiSelect: { defaultProps: clear },
    FileInput: { defaultProps: clear },
    DateInput: { defaultProps: { ...clear, ...calendar(t), valueFormat: 'DD.MM.YYYY' } },
    DatePickerInput: { defaultProps: { ...clear, ...calendar(t), valueFormat: 'DD.MM.YYYY' } },
    DateTimePicker: {
      defaultProps: {
        ...clear,
        ...calendar(t),
        valueFormat: 'DD.MM.YYYY HH:mm',
        submitButtonProps: { 'aria-label': t('choose') },
      },
    },
    Skeleton: { defaultProps: { animate: false } },
  };
}

function calendar(t: Translate) {
  return {
    hideOutsideDates: true,
    popoverProps: { withRoles: false },
    ariaLabels: {
      previousMonth: t('calendar.previousMonth'),
      nextMonth: t('calendar.nextMonth'),
      previousYear: t('calendar.previousYear'),
      nextYear: t('calendar.nextYear'),
      previousDecade: t('calendar.previousDecade'),
      nextDecade: t('calendar.nextDecade'),
    },
  };
}

/** The theme in a language: names of wordless controls come from the catalogue. */
export function makeTheme(language: string) {
  return createTheme({
    colors,
    primaryColor: 'voronet',
    primaryShade: { light: 7, dark: 6 },
    white: '#ffffff',
    black: '#272521',
    fontFamily: SANS,
    fontFamilyMonospace: MONO,
    fontSizes: { xs: '.75rem', sm: '.875rem', md: '.9375rem', lg: '1.0625rem', xl: '1.3125rem' },
    lineHeights: { xs: '1.35', sm: '1.45', md: '1.6', lg: '1.4', xl: '1.3' },
    fontWeights: { regular: '400', medium: '550', bold: '650' },
    headings: {
      fontFamily: SANS,
      fontWeight: '650',
      textWrap: 'balance',
      sizes: {
        h1: { fontSize: '1.625rem', lineHeight: '1.25' },
        h2: { fontSize: '1.3125rem', lineHeight: '1.3' },
        h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
        h4: { fontSize: '.9375rem', lineHeight: '1.45' },
        h5: { fontSize: '.875rem', lineHeight: '1.45' },
        h6: { fontSize: '.8125rem', lineHeight: '1.4' },
      },
    },
    spacing: { xs: '.5rem', sm: '.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
    radius: { xs: '.25rem', sm: '.375rem', md: '.5rem', lg: '.75rem', xl: '1rem' },
    defaultRadius: 'md',
    shadows: {
      xs: '0 1px 2px rgba(39,37,33,.06)',
      sm: '0 1px 2px rgba(39,37,33,.05), 0 2px 6px rgba(39,37,33,.05)',
      md: '0 2px 4px rgba(39,37,33,.05), 0 8px 24px rgba(39,37,33,.09)',
      lg: '0 4px 8px rgba(39,37,33,.05), 0 16px 40px rgba(39,37,33,.13)',
      xl: '0 8px 16px rgba(39,37,33,.06), 0 32px 64px rgba(39,37,33,.18)',
    },
    respectReducedMotion: true,
    cursorType: 'pointer',
    focusRing: 'auto',
    components: components(i18n.getFixedT(language)),
  });
}
