import { expect, test } from 'vitest';
import { warningLines } from './warning-lines.ts';

const warning = (reason: string, page?: number) => ({
  code: 'x',
  range: null,
  reason,
  ...(page !== undefined && { page }),
});

const linesOf = (warnings: ReturnType<typeof warning>[], format = 'pdf') =>
  warningLines({ warnings, format });

test('a warning that comes often is said once, with its pages or the number of its places', () => {
  expect(
    linesOf([
      warning('Not read.', 2),
      warning('Hidden.'),
      warning('Not read.', 7),
      warning('Hidden.'),
      warning('Odd.', 3),
      warning('Cut.'),
    ]),
  ).toEqual(['Not read. (pages 2, 7)', 'Hidden. (2 places)', 'Odd. (page 3)', 'Cut.']);
});

test('of very many pages the first are named', () => {
  const [line] = linesOf(Array.from({ length: 40 }, (_, index) => warning('No.', index + 1)));
  expect(line).toBe('No. (pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and more)');
});

test('a presentation has slides', () => {
  expect(linesOf([warning('Hidden.', 4)], 'pptx')).toEqual(['Hidden. (slide 4)']);
});
