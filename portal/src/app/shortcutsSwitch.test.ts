import { expect, it } from 'vitest';
import { setShortcutsOn, shortcutsOn } from './shortcutsSwitch';

it('shortcuts are on until somebody switches them off, and can be switched on again', () => {
  expect(shortcutsOn()).toBe(true);
  setShortcutsOn(false);
  expect(shortcutsOn()).toBe(false);
  setShortcutsOn(true);
  expect(shortcutsOn()).toBe(true);
});
