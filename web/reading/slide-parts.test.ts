import { expect, test } from 'vitest';
import { partsOfSlide } from './slide-parts.ts';
import { textAt, type TextBlock, type TextWindow } from './text-blocks.ts';

const windowOf = (texts: [TextBlock['kind'], number, string][]): TextWindow => {
  let at = 10;
  const blocks = texts.map(([kind, page, text]): TextBlock => {
    const start = at;
    at += text.length + 2;
    return { kind, page, start, end: start + text.length };
  });
  const text = texts.map(([, , each]) => each).join('\n\n');
  return { text, start: 10, end: 10 + text.length, total: 1000, blocks };
};
const said = (window: TextWindow, page: number) => {
  const { title, body, notes } = partsOfSlide(window, page);
  const words = (blocks: TextBlock[]) => blocks.map((block) => textAt(window, block));
  return { title: words(title), body: words(body), notes: words(notes) };
};

test('a slide has a title, a body, and what is said about it', () => {
  const window = windowOf([
    ['heading', 1, 'Before'],
    ['heading', 2, 'What grew'],
    ['list-item', 2, 'Support'],
    ['paragraph', 2, 'Notes: Thank Leeds.'],
    ['paragraph', 2, 'Comment by Ada: Really?'],
  ]);
  expect(said(window, 2)).toEqual({
    title: ['What grew'],
    body: ['Support'],
    notes: ['Thank Leeds.', 'Comment by Ada: Really?'],
  });
});

test('a slide that begins with a list or a long text has no title', () => {
  expect(said(windowOf([['list-item', 1, 'One']]), 1)).toMatchObject({ title: [], body: ['One'] });
  const long = 'x'.repeat(300);
  expect(said(windowOf([['paragraph', 1, long]]), 1)).toMatchObject({ title: [], body: [long] });
});
