import { expect, test } from 'vitest';
import { columnsOf } from './day-chart.tsx';

const since = Date.parse('2026-01-01T00:00:00Z');
const after = (days: number): number => since + days * 86_400_000;

test('every day has its column, also one without questions', () => {
  const days = [{ day: '2026-01-02', questions: 3, unanswered: 1 }];
  expect(columnsOf({ since, days }, after(2))).toEqual([
    { from: '2026-01-01', to: '2026-01-01', questions: 0, unanswered: 0 },
    { from: '2026-01-02', to: '2026-01-02', questions: 3, unanswered: 1 },
    { from: '2026-01-03', to: '2026-01-03', questions: 0, unanswered: 0 },
  ]);
});

test('a year fits on a phone: days go together, and none is lost', () => {
  const days = ['2026-01-01', '2026-06-30', '2026-12-31'].map((day) => ({
    day,
    questions: 2,
    unanswered: 1,
  }));
  const columns = columnsOf({ since, days }, after(365));
  expect(columns.length).toBeLessThanOrEqual(60);
  expect(columns.reduce((sum, { questions }) => sum + questions, 0)).toBe(6);
});
