import { describe, expect, it } from 'vitest';
import i18n from '.';
import en from './en';
import ro from './ro';

/** All keys with their texts; plural forms under one key. */
function flat(texts: object, prefix = ''): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of Object.entries(texts)) {
    const name = `${prefix}${key.replace(/_(one|few|other)$/u, '_plural')}`;
    if (typeof value === 'string') found.set(name, [...(found.get(name) ?? []), value]);
    else for (const [inner, list] of flat(value, `${name}.`)) found.set(inner, list);
  }
  return found;
}

const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1]).toSorted();

describe('the two catalogues', () => {
  it('have the same texts', () => {
    expect([...flat(en).keys()].toSorted()).toEqual([...flat(ro).keys()].toSorted());
  });

  it('have three plural forms in Romanian and two in English', () => {
    for (const [key, list] of flat(ro)) if (key.endsWith('_plural')) expect(list, key).toHaveLength(3);
    for (const [key, list] of flat(en)) if (key.endsWith('_plural')) expect(list, key).toHaveLength(2);
  });

  it('name the same facts', () => {
    const english = flat(en);
    for (const [key, list] of flat(ro)) {
      expect(variables(english.get(key)?.at(-1) ?? ''), key).toEqual(variables(list.at(-1) ?? ''));
    }
  });

  it('write Romanian with commas below and its own quotes', () => {
    for (const [key, list] of flat(ro)) {
      for (const text of list) expect(text, key).not.toMatch(/[şţŞŢ"!]|\.\.\./u);
    }
  });
});

describe('Romanian plurals', () => {
  const groups = Object.entries(ro).flatMap(([area, texts]) =>
    [...flat(texts).entries()].filter(([, list]) => list.length === 3).map(([key]) => `${area}:${key.replace(/_plural$/u, '')}`),
  );
  const said = (key: string, count: number) => i18n.t(key as 'days', { count, lng: 'ro' });

  it.each(groups)('%s: 1, 2–19, 20 de', (key) => {
    for (const count of [2, 19, 101, 119]) expect(said(key, count)).not.toMatch(/\d+ de /u);
    for (const count of [20, 100, 120]) {
      const text = said(key, count);
      if (text.includes(String(count))) expect(text).toMatch(new RegExp(`${count} (?:de|din) `, 'u')); // 20 de …, 20 din 25
    }
    expect(said(key, 1)).not.toBe(said(key, 2).replace('2', '1'));
  });
});
