import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { isSecret, REDACTED, secret } from './secret.ts';

test('a secret is given by reveal and by nothing else', () => {
  const key = secret('sk-hunter2');
  expect(key.reveal()).toBe('sk-hunter2');
  const shown = [
    `${key as unknown as string}`,
    String(key),
    JSON.stringify({ key }),
    inspect({ deep: [key] }, { depth: 9, showHidden: true }),
    JSON.stringify(Object.entries({ ...key })),
  ];
  for (const text of shown) expect(text).not.toContain('hunter2');
  expect(shown[0]).toBe(REDACTED);
  expect(isSecret(key)).toBe(true);
  expect(isSecret('sk-hunter2')).toBe(false);
});
