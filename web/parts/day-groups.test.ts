import { expect, test } from 'vitest';
import { byDay } from './day-groups.ts';

const now = new Date(2026, 10, 20, 15).getTime();
const at = (...date: [number, number, number, number]) => ({
  updatedAt: new Date(...date).getTime(),
});

test('conversations stand under the day or month that people remember', () => {
  const items = [
    at(2026, 10, 20, 1),
    at(2026, 10, 19, 23),
    at(2026, 10, 19, 1),
    at(2026, 10, 15, 1),
    at(2026, 10, 1, 1),
    at(2026, 8, 1, 1),
  ];
  const groups = byDay(items, now).map(({ label, items }) => [label, items.length]);
  expect(groups).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['This week', 1],
    ['This month', 1],
    ['September 2026', 1],
  ]);
});
