import { expect, test } from 'vitest';
import { placeLine } from './place-line.tsx';

const place = { title: 'Stock', page: 2, headings: ['Stock', 'North'] };

test.each([
  ['pages', 'Page 2 · North'],
  ['slides', 'Slide 2 · North'],
  ['sheets', 'North'],
] as const)('a place in %s is named in the words of its document', (kind, line) => {
  expect(placeLine(place, kind)).toBe(line);
});

test('the title is not said again; a picture has no pages', () => {
  expect(placeLine({ ...place, headings: ['Stock'] }, 'picture')).toBe('');
});
