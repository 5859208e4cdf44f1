import { expect, test } from 'vitest';
import { createCleaner } from './clean-text.ts';
import { addPage } from './pdf-blocks.ts';
import type { PageBlock, PageItem, PdfPage } from './pdf-page.ts';
import { createTextBuilder } from './text-builder.ts';

const HEIGHT = 8;
const STEP = 10;
const LEFT = { x: 50, width: 240 };
const RIGHT = { x: 320, width: 240 };

type Column = { x: number; width: number; height?: number };

/** Lines below each other; the last one is short. */
const column = ({ x, width, height = HEIGHT }: Column, y: number, lines: string[]): PageItem[] =>
  lines.map((text, index) => ({
    text,
    x,
    y: y + index * STEP,
    width: index === lines.length - 1 && text.endsWith('.') ? width / 2 : width,
    height,
  }));

const around = (kind: PageBlock['kind'], items: readonly PageItem[]): PageBlock => {
  const x = Math.min(...items.map((item) => item.x));
  const y = Math.min(...items.map((item) => item.y));
  const right = Math.max(...items.map((item) => item.x + item.width));
  const bottom = Math.max(...items.map((item) => item.y + item.height));
  return { kind, bbox: { x, y, width: right - x, height: bottom - y } };
};

type Blocks = [kind: PageBlock['kind'], items: PageItem[]][];

/** What is written of a page whose layout found these blocks. */
const written = (...blocks: Blocks): string[] => {
  const builder = createTextBuilder();
  const page: PdfPage = {
    pageNum: 1,
    width: 612,
    height: 792,
    items: [],
    blocks: blocks.map(([kind, items]) => around(kind, items)),
    fields: [],
    state: 'read',
    hidden: 0,
  };
  addPage(
    page,
    blocks.flatMap(([, items]) => items),
    {
      builder,
      cleaner: createCleaner(),
      compounds: new Set(),
      placed: [],
      levels: new Map(),
      usualHeight: HEIGHT,
    },
  );
  const { text, blocks: made } = builder.finish();
  return made.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
};

test('a sentence that ends at the top of the next column is read to its end', () => {
  const whole = column(LEFT, 100, ['Everybody who works here has a right to', 'days of leave.']);
  const foot = column(LEFT, 700, [
    'Who needs more asks the committee, which',
    'decides about it with-',
  ]);
  const top = column(RIGHT, 100, ['in two weeks and says so in', 'a letter.']);
  expect(written(['paragraph', whole], ['paragraph', [...foot, ...top]])).toEqual([
    'paragraph: Everybody who works here has a right to days of leave.',
    'paragraph: Who needs more asks the committee, which decides about it within two weeks and says so in a letter.',
  ]);
});

test('also where a column has one line of it', () => {
  const foot = column(LEFT, 700, [
    'Who needs more asks the committee, which',
    'decides about it with-',
  ]);
  const top = column(RIGHT, 100, ['in two weeks.']);
  const whole =
    'paragraph: Who needs more asks the committee, which decides about it within two weeks.';
  expect(written(['paragraph', [...foot, ...top]])).toEqual([whole]);
  const last = column(LEFT, 700, ['Who needs more asks the committee, which']);
  const rest = column(RIGHT, 100, ['decides about it within two weeks.']);
  expect(written(['paragraph', [...last, ...rest]])).toEqual([whole]);
});

test('a note at the foot of a column is no part of what begins the next', () => {
  const small = { ...LEFT, height: 6 };
  const note = column(small, 700, ['The committee has seven members, chosen for', 'two years']);
  const top = column(RIGHT, 100, ['and is asked for everything that', 'costs more.']);
  expect(written(['paragraph', [...note, ...top]])).toEqual([
    'paragraph: The committee has seven members, chosen for two years',
    'paragraph: and is asked for everything that costs more.',
  ]);
});

test('a sentence that the layout tore apart is whole, also in an item of a list', () => {
  expect(
    written(
      ['list_item', column(LEFT, 100, ['• The form has to be signed by the person'])],
      ['paragraph', column(LEFT, 112, ['who asks, and by nobody else.'])],
      ['paragraph', column(LEFT, 150, ['Copies are kept. The office asks for a let-'])],
      ['paragraph', column(LEFT, 161, ['ter of the doctor.'])],
    ),
  ).toEqual([
    'list-item: • The form has to be signed by the person who asks, and by nobody else.',
    'paragraph: Copies are kept. The office asks for a letter of the doctor.',
  ]);
});

test('lines that end early, and what a colon announces, stay apart', () => {
  const short = { x: 50, width: 60 };
  expect(
    written(
      ['paragraph', column(LEFT, 100, ['Fruit is free for those who come in time:'])],
      ['paragraph', column(short, 111, ['pears'])],
      ['paragraph', column(LEFT, 122, ['and what else grows in the garden here'])],
    ),
  ).toEqual([
    'paragraph: Fruit is free for those who come in time:',
    'paragraph: pears',
    'paragraph: and what else grows in the garden here',
  ]);
});

test('letters in a drawing and the addresses of authors are no headings', () => {
  expect(
    written(
      ['heading', column({ ...LEFT, height: 12 }, 100, ['How leave is counted'])],
      ['heading', column({ ...LEFT, height: 12 }, 130, ['Maya Okafor∗, Jonas Weber†'])],
      ['heading', column({ ...LEFT, height: 10 }, 160, ['{maya, jonas}@example.com'])],
      ['heading', column({ ...LEFT, height: 5 }, 200, ['Guard'])],
      ['heading', column({ ...LEFT, height: 12 }, 230, ['T'])],
    ),
  ).toEqual([
    'heading: How leave is counted',
    'paragraph: Maya Okafor∗, Jonas Weber†',
    'paragraph: {maya, jonas}@example.com',
    'paragraph: Guard',
    'paragraph: T',
  ]);
});
