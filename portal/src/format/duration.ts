import i18n from '@/i18n';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** `55 min` · `2 h 35 min` · `2 h 00 min`; nothing: `–`. Never decimals of an hour. */
export function effortText(seconds: number): string {
  if (seconds <= 0) return '–';
  const minutes = Math.max(1, Math.round(seconds / MINUTE));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A span of the calendar, which may be long: `48 min` · `5 h 10 min` · `6 zile 1 h` · `1 zi 2 h`. */
export function spanText(seconds: number): string {
  if (seconds < DAY) return seconds < MINUTE ? `${seconds > 0 ? 1 : 0} min` : effortText(seconds);
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const daysText = i18n.t('days', { count: days });
  return hours ? `${daysText} ${hours} h` : daysText;
}

/** A running timer: `00:42:17`. */
export function timerText(seconds: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${part(seconds / HOUR)}:${part((seconds % HOUR) / MINUTE)}:${part(seconds % MINUTE)}`;
}
