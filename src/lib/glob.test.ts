import { expect, test } from 'vitest';
import { glob } from './glob.ts';

test.for([
  ['*.pdf', 'a.pdf', true],
  ['*.pdf', 'a/b.pdf', false],
  ['**/*.pdf', 'b.pdf', true],
  ['**/*.pdf', 'a/b/c.pdf', true],
  ['policies/**', 'policies/hr/a.md', true],
  ['policies/**', 'policies.md', false],
  ['**', 'any/thing', true],
  ['a/**/z/*.md', 'a/b/z/c/z/x.md', true],
  ['a/**/z/*.md', 'a/b/z/c/x.md', false],
  ['*.{md,txt}', 'a.txt', true],
  ['{a,b}/{c,d}.md', 'b/d.md', true],
  ['{a,b}/{c,d}.md', 'b/e.md', false],
  ['report-?.md', 'report-7.md', true],
  ['report-?.md', 'report-.md', false],
  ['*.pdf', 'LEAVE.PDF', true],
  ['caf\u00E9/*', 'cafe\u0301/a.md', true],
  ['a+(b).md', 'a+(b).md', true],
  ['[a].md', 'a.md', false],
] as const)('%s matches %s: %s', ([pattern, path, expected]) => {
  expect(glob(pattern)(path)).toBe(expected);
});

test('no pattern makes it slow', () => {
  const path = `${'a'.repeat(3000)}b`;
  expect(glob(`${'*a'.repeat(50)}c`)(path)).toBe(false);
  expect(glob(`${'**/a/'.repeat(50)}c`)('a/'.repeat(1000))).toBe(false);
  expect(glob('{a,b}'.repeat(200))('c')).toBe(false);
});
