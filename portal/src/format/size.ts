import i18n from '@/i18n';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

function inUnit(bytes: number): { value: number; unit: (typeof UNITS)[number] } {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value, unit: UNITS[step] ?? 'GB' };
}

function numberText(value: number, digits: number): string {
  return new Intl.NumberFormat(i18n.language === 'en' ? 'en-GB' : 'ro-RO', { maximumFractionDigits: digits }).format(value);
}

/** `184 kB` · `11,9 MB` · `1,8 GB`, with a space that does not break. */
export function sizeText(bytes: number): string {
  const { value, unit } = inUnit(bytes);
  return `${numberText(value, unit === 'MB' || unit === 'GB' ? 1 : 0)}\u00A0${unit}`;
}

/** How far an upload is: `7,4 din 11,9 MB`, both in the unit of the whole. */
export function progressText(sent: number, total: number): string {
  const { unit } = inUnit(total);
  const factor = 1000 ** UNITS.indexOf(unit);
  return i18n.t('sentOf', { sent: numberText(sent / factor, unit === 'MB' || unit === 'GB' ? 1 : 0), total: sizeText(total) });
}

/** `62 %` in Romanian, `62%` in English. */
export function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return i18n.language === 'en' ? `${percent}%` : `${percent}\u00A0%`;
}

/** `20.000`. */
export function countText(count: number): string {
  return new Intl.NumberFormat(i18n.language === 'en' ? 'en-GB' : 'ro-RO', { useGrouping: true }).format(count);
}
