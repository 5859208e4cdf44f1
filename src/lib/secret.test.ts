import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { isSecret, REDACTED, secret } from './secret.ts';

test('a secret is given by reveal and by nothing else', () => {
  const key = secret('sk-hunter2');
  expect(key.reveal()).toBe('sk-hunter2');
  const shown = [
    ['Bearer', key].join(' '),
    format('%s', key),
    JSON.stringify({ key }),
    inspect({ deep: [key] }, { depth: 9, showHidden: true }),
  ];
  for (const text of shown) {
    expect(text).not.toContain('hunter2');
    expect(text).toContain(REDACTED);
  }
});

test('what merely looks like a secret is none', () => {
  expect(isSecret(secret('x'))).toBe(true);
  for (const other of ['sk-hunter2', null, { reveal: () => 'x', toJSON: () => 'x' }])
    expect(isSecret(other)).toBe(false);
});
