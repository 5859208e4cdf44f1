import { expect, test } from 'vitest';
import { placeLine } from './place-line.tsx';

test.each([
  { place: 'Page 2', headings: ['Stock', 'North'], line: 'Page 2 · North' },
  { place: 'Slide 2', headings: ['Stock'], line: 'Slide 2' },
  { place: 'Sheet North', headings: ['North'], line: 'Sheet North' },
  { place: 'Sheet North', headings: ['North', 'Item | Price'], line: 'Sheet North · Item | Price' },
  { place: null, headings: ['The storm'], line: 'The storm' },
  { place: null, headings: ['Stock'], line: '' },
])('$place below $headings is read as “$line”', ({ place, headings, line }) => {
  expect(placeLine({ title: 'Stock', place, headings })).toBe(line);
});
