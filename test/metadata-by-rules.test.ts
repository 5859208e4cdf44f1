import { expect, test } from 'vitest';
import { parseRules } from '../src/adapters/embedded/watched-folder-rules.ts';
import { metadataValues } from '../src/contracts/metadata.ts';

const long = (characters: number) => 'a'.repeat(characters);
const names = (many: number) =>
  Object.fromEntries(Array.from({ length: many }, (_, number) => [`name${number}`, 1]));

test.for<readonly [Record<string, unknown>, boolean]>([
  [{ authority: 0.5, freshness: '2026-01-31', tags: ['a'], own: true }, true],
  [{ authority: 'official' }, true],
  [{ authority: 'high' }, false],
  [{ authority: 7 }, false],
  [{ freshness: 'soon' }, false],
  [{ freshness: '2026-02-30' }, false],
  [{ tags: 'a' }, false],
  [{ tags: [''] }, false],
  [{ tags: [long(200)] }, true],
  [{ tags: [long(201)] }, false],
  [{ summary: long(2000) }, true],
  [{ summary: long(2001) }, false],
  [{ summary: ' ' }, false],
  [{ source_url: 'https://example.com/a' }, true],
  [{ source_url: 'javascript:alert(1)' }, false],
  [{ _own: 1, 'own.name': 2, Größe: 3 }, true],
  [{ '1st': 1 }, false],
  [{ 'a b': 1 }, false],
  [{ [long(101)]: 1 }, false],
  [{ own: { deep: 1 } }, false],
  [names(100), true],
  [names(101), false],
])('%o is metadata by the rules of a folder as by the API: %s', ([metadata, isGood]) => {
  const rules = parseRules('', JSON.stringify({ rules: [{ metadata }] }));
  expect(!('broken' in rules)).toBe(isGood);
  expect(metadataValues.safeParse(metadata).success).toBe(isGood);
});
