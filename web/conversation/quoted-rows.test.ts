import type { Root } from 'mdast';
import { expect, test } from 'vitest';
import { quotedRows } from './quoted-rows.ts';

const tree = (value: string, type: 'blockquote' | 'paragraph'): Root => {
  const paragraph = { type: 'paragraph' as const, children: [{ type: 'text' as const, value }] };
  const child = type === 'paragraph' ? paragraph : { type, children: [paragraph] };
  return { type: 'root', children: [child] };
};
const cells = (root: Root): string[] =>
  [...JSON.stringify(root).matchAll(/"value":"([^"]*)"/g)].map(([, value = '']) => value);

test('a quoted row is cut into its cells; words outside a quotation are left alone', () => {
  const quoted = tree('London | £190 | £140', 'blockquote');
  quotedRows()(quoted);
  expect(cells(quoted)).toEqual(['London', '£190', '£140']);
  const said = tree('either | or', 'paragraph');
  quotedRows()(said);
  expect(cells(said)).toEqual(['either | or']);
});
