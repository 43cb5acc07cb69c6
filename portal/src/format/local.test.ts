import { expect, test } from 'vitest';
import { clockOf, momentAt } from './local';

test('a day and a clock time mean a moment of the time zone, in winter and in summer', () => {
  expect(momentAt('2026-11-24', '10:42', 'Europe/Bucharest')).toBe('2026-11-24T08:42:00.000Z');
  expect(momentAt('2026-07-01', '00:15', 'Europe/Bucharest')).toBe('2026-06-30T21:15:00.000Z');
  expect(momentAt('2026-10-25', '05:00', 'Europe/Bucharest')).toBe('2026-10-25T03:00:00.000Z');
});

test('what is incomplete means nothing', () => {
  expect(momentAt('2026-11-24', '25:00', 'Europe/Bucharest')).toBeNull();
  expect(momentAt('', '10:00', 'Europe/Bucharest')).toBeNull();
});

test('a clock time is taken as people type it', () => {
  expect(['9:30', '0930', '9.30', ' 09:30 ', 'noon'].map(clockOf)).toEqual(['09:30', '09:30', '09:30', '09:30', 'noon']);
});
