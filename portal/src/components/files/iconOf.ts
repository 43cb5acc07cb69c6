import type { IconName } from '@/components/icons';

const BY_ENDING: Record<string, IconName> = {};
for (const [icon, endings] of [
  ['file-spreadsheet', 'xls xlsx ods csv'],
  ['photo', 'png jpg jpeg gif webp bmp tif tiff svg heic'],
  ['file-zip', 'zip rar 7z gz tar bz2 bak'],
  ['file-code', 'xml json html js sql log ini'],
] as const) {
  for (const ending of endings.split(' ')) BY_ENDING[ending] = icon;
}

/** The icon of a file by the ending of its name. */
export function iconOf(name: string): IconName {
  return BY_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'file-text';
}
