/** Moments, days and lengths of time in the reader's language and time zone (wording.md 7). */
import i18n from '@/i18n';
import { currentSession } from '@/session/store';

const locale = () => (i18n.language === 'en' ? 'en-GB' : 'ro-RO');

/** The time zone of the signed-in person, or of the browser. */
export function timeZone(): string {
  const session = currentSession();
  const own = session.state === 'signed-in' || session.state === 'ended' ? session.user.time_zone : '';
  return own || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(moment: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: timeZone(), ...options }).format(moment);
}

/** A day as `YYYY-MM-DD` in the person's time zone. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone(), dateStyle: 'short' }).format(moment);
}

/** A day `YYYY-MM-DD` moved by some days. */
export function dayPlus(day: string, days: number): string {
  const moved = new Date(`${day}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** `18.11.2026` · `18 Nov 2026`, of a day `YYYY-MM-DD`. */
export function dayText(day: string): string {
  return shortDate(new Date(`${day}T12:00:00Z`), 'UTC');
}

function shortDate(moment: Date, zone = timeZone()): string {
  const options: Intl.DateTimeFormatOptions =
    i18n.language === 'en'
      ? { day: 'numeric', month: 'short', year: 'numeric' }
      : { day: '2-digit', month: '2-digit', year: 'numeric' };
  return format(moment, { ...options, timeZone: zone });
}

/** In tables: `azi, 08:52` · `ieri, 16:40` · `18.11.2026`. */
export function tableMoment(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  const day = dayOf(moment);
  const clock = clockTime(iso);
  if (day === dayOf(now)) return i18n.t('moment.today', { clock });
  if (day === dayPlus(dayOf(now), -1)) return i18n.t('moment.yesterday', { clock });
  return shortDate(moment);
}

/** `18.11.2026`, of a moment. */
export function dateText(iso: string): string {
  return shortDate(new Date(iso));
}

/** On entries: `18 noiembrie 2026, 09:14`; today and yesterday by name. */
export function entryMoment(iso: string, now = new Date()): string {
  const day = dayOf(new Date(iso));
  if (day === dayOf(now) || day === dayPlus(dayOf(now), -1)) return tableMoment(iso, now);
  return longMoment(iso);
}

/** `18 noiembrie 2026, 09:14`. */
export function longMoment(iso: string): string {
  const month = i18n.language === 'en' ? 'short' : 'long';
  return `${format(new Date(iso), { day: 'numeric', month, year: 'numeric' })}, ${clockTime(iso)}`;
}

/** `18 noiembrie`. */
export function dayAndMonth(iso: string): string {
  return format(new Date(iso), { day: 'numeric', month: 'long' }).replaceAll(' ', '\u00a0');
}

/** Of work: `18 nov., 09:56–11:10`. */
export function intervalText(from: string, to: string): string {
  return `${format(new Date(from), { day: 'numeric', month: 'short' })}, ${clockTime(from)}–${clockTime(to)}`;
}

/** `09:14`. */
export function clockTime(iso: string): string {
  return format(new Date(iso), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** On paper: `09.11.2026, 11:26`. */
export function printedMoment(iso: string): string {
  return `${dateText(iso)}, ${clockTime(iso)}`;
}

/** With seconds and zone, for the title of a `<time>`. */
export function exactMoment(iso: string): string {
  return format(new Date(iso), { dateStyle: 'full', timeStyle: 'long' });
}
