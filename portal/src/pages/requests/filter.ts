/** What the list shows, as it stands in the address: back, bookmark and share work (P2, P3). */
import { dayPlus } from '@/format/moment';

export interface Filter {
  /** Days `YYYY-MM-DD`, both inclusive; none: open at that end. */
  from: string | null;
  to: string | null;
  type: 'all' | 'active';
  q: string;
  sort: '-created_at' | 'created_at';
}

export type Preset = 'last30' | 'thisMonth' | 'lastMonth' | 'thisYear';
export const PRESETS: Preset[] = ['last30', 'thisMonth', 'lastMonth', 'thisYear'];

/** The days of a preset, as seen on `today`. */
export function presetDays(preset: Preset, today: string): { from: string; to: string } {
  const month = `${today.slice(0, 7)}-01`;
  if (preset === 'last30') return { from: dayPlus(today, -29), to: today };
  if (preset === 'thisMonth') return { from: month, to: today };
  if (preset === 'thisYear') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  const to = dayPlus(month, -1);
  return { from: `${to.slice(0, 7)}-01`, to };
}

export function presetOf(filter: Filter, today: string): Preset | null {
  return PRESETS.find((preset) => isSameInterval(presetDays(preset, today), filter)) ?? null;
}

const isSameInterval = (one: { from: string | null; to: string | null }, other: { from: string | null; to: string | null }) =>
  one.from === other.from && one.to === other.to;

const ANY = 'any';
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u;
const dayIn = (text: string | null) => (text && DAY.test(text) ? text : null);

/** The filter of an address; without one the last 30 days. */
export function readFilter(parameters: URLSearchParams, today: string): Filter {
  const isSet = ['from', 'to', 'interval'].some((name) => parameters.has(name));
  const interval = isSet
    ? { from: dayIn(parameters.get('from')), to: dayIn(parameters.get('to')) }
    : presetDays('last30', today);
  return {
    ...interval,
    type: parameters.get('type') === 'active' ? 'active' : 'all',
    q: parameters.get('q') ?? '',
    sort: parameters.get('sort') === 'created_at' ? 'created_at' : '-created_at',
  };
}

/** The address of a filter, with nothing in it that would be so anyway. */
export function writeFilter(filter: Filter, today: string): URLSearchParams {
  const parameters = new URLSearchParams();
  if (!filter.from && !filter.to) parameters.set('interval', ANY);
  else if (!isSameInterval(presetDays('last30', today), filter)) {
    if (filter.from) parameters.set('from', filter.from);
    if (filter.to) parameters.set('to', filter.to);
  }
  if (filter.type !== 'all') parameters.set('type', filter.type);
  if (filter.q.trim()) parameters.set('q', filter.q.trim());
  if (filter.sort !== '-created_at') parameters.set('sort', filter.sort);
  return parameters;
}

export function isTurned(filter: Pick<Filter, 'from' | 'to'>): boolean {
  return Boolean(filter.from && filter.to && filter.from > filter.to);
}
