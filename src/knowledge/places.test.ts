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

test('one rectangle for each line, from the first to the last letter of the range', () => {
  const placed = [line([0, 20], 100), line([21, 41], 115), line([42, 62], 130)];
  expect(mergePlaces(placed, { start: 10, end: 47 })).toEqual([
    { page: 1, left: 150, top: 100, width: 100, height: 12 },
    { page: 1, left: 50, top: 115, width: 200, height: 12 },
    { page: 1, left: 50, top: 130, width: 50, height: 12 },
  ]);
});

test('pieces of one line are one rectangle; columns and pages are not joined', () => {
  const joined = mergePlaces([line([0, 5], 100), line([6, 10], 101, 105)], { start: 0, end: 10 });
  expect(joined).toEqual([{ page: 1, left: 50, top: 100, width: 95, height: 13 }]);
  expect(
    mergePlaces([line([0, 5], 100), line([6, 10], 100, 330)], { start: 0, end: 10 }),
  ).toHaveLength(2);
  expect(
    mergePlaces([line([0, 5], 100), { ...line([6, 10], 100, 105), page: 2 }], {
      start: 0,
      end: 10,
    }),
  ).toHaveLength(2);
});
