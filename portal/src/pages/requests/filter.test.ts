import { describe, expect, it } from 'vitest';
import { type Filter, presetDays, presetOf, readFilter, writeFilter } from './filter';

const today = '2026-11-24';
const read = (address: string) => readFilter(new URLSearchParams(address), today);

describe('the filter in the address', () => {
  it('is the last 30 days when nothing is said', () => {
    expect(read('')).toEqual({ from: '2026-10-26', to: today, type: 'all', q: '', sort: '-created_at' });
    expect(writeFilter(read(''), today).toString()).toBe('');
  });

  it.each([
    'from=2026-08-01&to=2026-08-31',
    'from=2026-08-01',
    'interval=any&type=active',
    'type=active&q=TVA&sort=created_at',
  ])('goes to the address and back: %s', (address) => {
    expect(writeFilter(read(address), today).toString()).toBe(address);
  });

  it('ignores what is no day', () => {
    expect(read('from=2026-13-40&to=x')).toMatchObject({ from: null, to: null });
  });
});

describe('presets', () => {
  it('are calendar months and years, up to today', () => {
    expect(presetDays('thisMonth', today)).toEqual({ from: '2026-11-01', to: today });
    expect(presetDays('lastMonth', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(presetDays('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(presetDays('thisYear', today)).toEqual({ from: '2026-01-01', to: today });
  });

  it('are recognised', () => {
    const filter: Filter = { ...presetDays('lastMonth', today), type: 'all', q: '', sort: '-created_at' };
    expect(presetOf(filter, today)).toBe('lastMonth');
    expect(presetOf({ ...filter, to: today }, today)).toBe(null);
  });
});
