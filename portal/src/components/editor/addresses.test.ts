import { expect, test } from 'vitest';
import { addressOf } from './addresses';

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['  HTTP://example.org ', 'HTTP://example.org'],
  ['example.org/ajutor', 'https://example.org/ajutor'],
  ['ana.pop@example.org', 'mailto:ana.pop@example.org'],
  ['tel:+40242555014', 'tel:+40242555014'],
  ['javascript:alert(1)', ''],
  ['data:text/html,x', ''],
  ['file:///etc/passwd', ''],
  ['două cuvinte', ''],
  ['', ''],
])('%s is %s', (typed, address) => {
  expect(addressOf(typed)).toBe(address);
});
