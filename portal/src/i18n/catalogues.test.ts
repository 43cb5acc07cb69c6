import { describe, expect, it } from 'vitest';
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
