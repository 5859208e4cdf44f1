import { expect, test } from 'vitest';
import { isIgnored, parseRules, rulesFor } from './watched-folder-rules.ts';

const parse = (content: unknown, below = '') => parseRules(below, JSON.stringify(content));
const broken = (text: string): string => {
  const rules = parseRules('', text);
  return 'broken' in rules ? rules.broken : '';
};

test.for([
  ['', 'It is not JSON'],
  ['[]', 'expected object'],
  ['{"rule": []}', 'rule'],
  ['{"rules": [{"macth": "*"}]}', 'rules.0: '],
  ['{"rules": [{"match": "../*"}]}', 'relative to the folder'],
  ['{"rules": [{"match": "/etc/*"}]}', 'relative to the folder'],
  ['{"rules": [{"readers": ["all"]}]}', 'everyone, user:ID or group:NAME'],
  ['{"rules": [{"readers": ["everyone "]}]}', 'everyone, user:ID or group:NAME'],
  ['{"rules": [{"metadata": {"tags": "a"}}]}', 'rules.0.metadata.tags'],
  ['{"rules": [{"metadata": {"source_url": "javascript:alert(1)"}}]}', 'source_url'],
  ['{"rules": [{"metadata": {"a b": 1}}]}', 'begins with a letter'],
  ['{"rules": [{"metadata": {"a": {"b": 1}}}]}', 'rules.0.metadata.a'],
  ['{"rules": [{"base": ""}]}', 'rules.0.base'],
] as const)('%s is broken: %s', ([text, reason]) => {
  expect(broken(text)).toContain(reason);
  expect(rulesFor([parseRules('', text)], 'a.txt')).toBeNull();
});

test('nearer rules win by name, readers and base as a whole; a pattern counts from its folder', () => {
  const layers = [
    parse({
      rules: [
        { metadata: { category: 'a', version: '1' }, readers: ['everyone'], base: 'All' },
        { match: ['hr/**', 'law/**'], metadata: { category: 'b' }, readers: ['group:hr'] },
      ],
      ignore: ['hr/old'],
    }),
    parse({ rules: [{ match: '*.pdf', metadata: { category: 'c' }, readers: [] }] }, 'hr/'),
  ];
  expect(rulesFor(layers, 'hr/a.pdf')).toEqual({
    metadata: { category: 'c', version: '1' },
    readers: [],
    base: 'All',
  });
  expect(rulesFor(layers, 'hr/a.md')).toMatchObject({ readers: ['group:hr'] });
  expect(isIgnored(layers, 'hr/old')).toBe(true);
  expect(isIgnored(layers, 'hr/older')).toBe(false);
});

test('a name of an object means nothing else than itself', () => {
  const rules = parseRules('', '{"rules": [{"metadata": {"__proto__": ["a"], "b": 1}}]}');
  const metadata = rulesFor([rules], 'a.txt')?.metadata ?? {};
  expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
});
