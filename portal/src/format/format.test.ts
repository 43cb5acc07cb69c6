import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '@/i18n';
import { signedIn } from '@/session/store';
import type { User } from '@/api/types';
import { effortText, spanText, timerText } from './duration';
import { dayOf, dayPlus, dayText, entryMoment, tableMoment } from './moment';
import { countText, percentText, progressText, sizeText } from './size';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

beforeEach(async () => {
  signedIn({ time_zone: 'Europe/Bucharest' } as User);
  await chooseLanguage('ro');
});

describe('durations', () => {
  it('are hours and minutes, never decimals', () => {
    expect([0, 20, 55 * 60, 7200, 9300].map(effortText)).toEqual(['–', '1 min', '55 min', '2 h 00 min', '2 h 35 min']);
    expect(timerText(42 * 60 + 17)).toBe('00:42:17');
  });

  it('count days in the forms of Romanian', () => {
    expect([93_600, 6 * 86_400 + 3600, 20 * 86_400].map(spanText)).toEqual(['1 zi 2 h', '6 zile 1 h', '20 de zile']);
  });

  it('are English when the page is', async () => {
    await chooseLanguage('en');
    expect(spanText(6 * 86_400 + 3600)).toBe('6 days 1 h');
  });
});

describe('moments', () => {
  const now = new Date('2026-11-24T10:00:00Z');

  it('say today and yesterday in the time zone of the person', () => {
    expect(tableMoment('2026-11-24T06:52:00Z', now)).toBe('azi, 08:52');
    expect(tableMoment('2026-11-22T22:30:00Z', now)).toBe('ieri, 00:30');
    expect(tableMoment('2026-11-18T07:14:00Z', now)).toBe('18.11.2026');
    expect(entryMoment('2026-11-18T07:14:00Z', now)).toBe('18 noiembrie 2026, 09:14');
  });

  it('are days where the person is', () => {
    expect(dayOf(new Date('2026-11-24T22:30:00Z'))).toBe('2026-11-25');
    expect(dayPlus('2026-03-01', -1)).toBe('2026-02-28');
    expect(dayText('2026-03-07')).toBe('07.03.2026');
  });
});

describe('sizes', () => {
  it('have a decimal comma and a unit', () => {
    expect([184_000, 11_900_000, 1_800_000_000].map((b) => plain(sizeText(b)))).toEqual(['184 kB', '11,9 MB', '1,8 GB']);
    expect(plain(progressText(7_400_000, 11_900_000))).toBe('7,4 din 11,9 MB');
    expect(plain(percentText(0.62))).toBe('62 %');
    expect(countText(20_000)).toBe('20.000');
  });
});
