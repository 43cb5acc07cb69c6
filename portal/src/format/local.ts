/** Days and clock times that somebody types, in the own time zone, and the moments that they mean. */
import { clockTime, dayOf, timeZone } from './moment';

/** `2026-11-24` and `10:42`, of a moment. */
export function dayAndClock(moment: Date): { day: string; clock: string } {
  return { day: dayOf(moment), clock: clockTime(moment.toISOString()) };
}

/** The moment of a day and a clock time in a time zone, as RFC 3339; none when one of them is incomplete. */
export function momentAt(day: string, typed: string, zone = timeZone()): string | null {
  const clock = clockOf(typed);
  if (!/^\d{4}-\d\d-\d\d$/u.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/u.test(clock)) return null;
  const asUtc = Date.parse(`${day}T${clock}:00Z`);
  const first = asUtc - offset(asUtc, zone);
  return new Date(asUtc - offset(first, zone)).toISOString(); // the offset holds at the moment itself, not at its reading as UTC
}

/** A clock time as it was typed (`9:30`, `0930`, `9.30`) as `09:30`; anything else stays as it is. */
export function clockOf(typed: string): string {
  const [, hours, minutes] = /^(\d{1,2})[:. ]?(\d{2})$/u.exec(typed.trim()) ?? [];
  return hours && minutes ? `${hours.padStart(2, '0')}:${minutes}` : typed.trim();
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offset(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (name: string) => parts.find((one) => one.type === name)?.value ?? '';
  const reading = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return Date.parse(reading) - Math.floor(moment / 1000) * 1000;
}
