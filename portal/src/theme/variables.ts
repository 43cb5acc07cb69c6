import type { CSSVariablesResolver } from '@mantine/core';
import { dark, gray, MEANINGS, malachite, red, voronet } from './palettes';

const at = (shades: readonly string[], shade: number) => shades[shade] ?? '';
const over = (colour: string, share: number) => `color-mix(in srgb, ${colour} ${share}%, ${at(dark, 7)})`;

/** The five meanings as soft background, weaker one, line and ink: `--s-ochre-bg`, … */
function meanings(scheme: 'light' | 'dark'): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, shades] of Object.entries(MEANINGS)) {
    const isLight = scheme === 'light';
    found[`--s-${name}-bg`] = isLight ? at(shades, 1) : over(at(shades, 6), 26);
    found[`--s-${name}-bg-weak`] = isLight ? at(shades, 0) : over(at(shades, 6), 12);
    found[`--s-${name}-line`] = isLight ? at(shades, 3) : over(at(shades, 6), 60);
    found[`--s-${name}-ink`] = at(shades, isLight ? 8 : 3);
  }
  return found;
}

/** Pages use the `--s-*` names alone, never a raw shade. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': at(gray, 7),
    '--mantine-color-placeholder': at(gray, 6),
    '--mantine-color-error': at(red, 7),
    '--mantine-color-success': at(malachite, 7),
    '--mantine-color-default-border': at(gray, 3),
    '--mantine-color-disabled-color': at(gray, 6),
    '--mantine-color-anchor': at(voronet, 7),
    '--s-canvas': at(gray, 0),
    '--s-surface': '#ffffff',
    '--s-sunken': at(gray, 1),
    '--s-line': at(gray, 2),
    '--s-line-strong': at(gray, 3),
    '--s-field': at(gray, 5),
    '--s-ink': at(gray, 9),
    '--s-ink-2': at(gray, 7),
    '--s-accent-ink': at(voronet, 7),
    '--s-accent-soft': at(voronet, 0),
    '--s-focus': at(voronet, 6),
    ...meanings('light'),
  },
  dark: {
    '--mantine-color-dimmed': at(dark, 2),
    '--mantine-color-placeholder': at(dark, 2),
    '--mantine-color-error': at(red, 4),
    '--mantine-color-success': at(malachite, 4),
    '--mantine-color-default-border': at(dark, 4),
    '--mantine-color-disabled-color': at(dark, 2),
    '--mantine-color-anchor': at(voronet, 4),
    '--s-canvas': at(dark, 8),
    '--s-surface': at(dark, 7),
    '--s-sunken': at(dark, 6),
    '--s-line': at(dark, 5),
    '--s-line-strong': at(dark, 4),
    '--s-field': at(dark, 3),
    '--s-ink': at(dark, 0),
    '--s-ink-2': at(dark, 2),
    '--s-accent-ink': at(voronet, 4),
    '--s-accent-soft': over(at(voronet, 7), 22),
    '--s-focus': at(voronet, 4),
    ...meanings('dark'),
  },
});
