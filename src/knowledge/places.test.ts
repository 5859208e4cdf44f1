import { expect, test } from 'vitest';
import { mergePlaces } from './places.ts';

const line = ([start, end]: [number, number], top: number, left = 50) => ({
  start,
  end,
  page: 1,
  left,
  top,
  width: (end - start) * 10,
  height: 12,
});

const text = 'n'.repeat(62);
const whole = { text, range: { start: 0, end: 10 } };

test('one rectangle for each line, from the first to the last letter of the range', () => {
  const placed = [line([0, 20], 100), line([21, 41], 115), line([42, 62], 130)];
  expect(mergePlaces(placed, { text, range: { start: 10, end: 47 } })).toEqual([
    { page: 1, left: 150, top: 100, width: 100, height: 12 },
    { page: 1, left: 50, top: 115, width: 200, height: 12 },
    { page: 1, left: 50, top: 130, width: 50, height: 12 },
  ]);
});

test('pieces of one line are one rectangle; columns and pages are not joined', () => {
  const joined = mergePlaces([line([0, 5], 100), line([6, 10], 101, 105)], whole);
  expect(joined).toEqual([{ page: 1, left: 50, top: 100, width: 95, height: 13 }]);
  expect(mergePlaces([line([0, 5], 100), line([6, 10], 100, 330)], whole)).toHaveLength(2);
  expect(
    mergePlaces([line([0, 5], 100), { ...line([6, 10], 100, 105), page: 2 }], whole),
  ).toHaveLength(2);
});

test('narrow letters take less of a line than wide ones, unless a typewriter wrote it', () => {
  const words = 'illicit illicit illicit MAMMOTH WOMM';
  const range = { start: words.indexOf('MAMMOTH'), end: words.length };
  const one = line([0, words.length], 100);
  const [printed] = mergePlaces([one], { text: words, range });
  expect(printed?.left).toBeLessThan(50 + 360 * 0.55);
  expect((printed?.left ?? 0) + (printed?.width ?? 0)).toBeCloseTo(50 + 360);
  const next = line([words.length + 1, words.length * 2], 115);
  const text = `${words} ${words}`;
  expect(mergePlaces([one, next], { text, range })).toEqual([
    { page: 1, left: 50 + 240, top: 100, width: 120, height: 12 },
  ]);
});
