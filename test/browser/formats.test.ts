import { utils, write } from '@e965/xlsx';
import { beforeAll, expect, test } from 'vitest';
import { presentation, slideShape } from '../../testing/fixtures/office-files.ts';
import { answered, ask } from './asking.ts';
import { as, untilRead, withWholeServer } from './set-up.ts';
import { mailWith } from '../../testing/fixtures/mail.ts';

/** The whole server: what is asked of slides, sheets and mails is cited where it stands in them. */
const deck = presentation([
  { title: 'Welcome', shapes: slideShape('The heron colony was counted in spring.') },
  {
    title: 'Budget of the bridge',
    shapes: slideShape('The footbridge over the Aire costs 48,000 pounds.'),
    notes: 'Say that it is cheap.',
  },
]);

const workbook = (): Buffer => {
  const book = utils.book_new();
  const rows = Array.from({ length: 400 }, (_, at) => [`Lamp model ${at + 1}`, at * 3, 'Leeds']);
  rows[321] = ['Lamp model Kestrel', 4711, 'Warehouse Bradford'];
  utils.book_append_sheet(book, utils.aoa_to_sheet([['Note'], ['Nothing here']]), 'Notes');
  const stock = utils.aoa_to_sheet([['Product', 'Stock', 'Place'], ...rows]);
  utils.book_append_sheet(book, stock, 'Lamps');
  return write(book, { type: 'buffer', bookType: 'xlsx' });
};

const mail = mailWith({
  headers: [
    'From: Ada Lovelace <ada@acme.example>',
    'To: Lin <lin@acme.example>',
    'Subject: The parking permit',
    'Date: Mon, 2 Mar 2026 10:00:00 +0000',
  ],
  text: 'The parking permit for Wellington Street expires on 14 August 2027.',
  attachment: {
    name: 'rules.txt',
    type: 'text/plain',
    text: 'Motorcycles need no permit at all.',
  },
});

const whole = withWholeServer();
beforeAll(async () => {
  const { person } = whole;
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(deck)]), 'review.pptx');
  body.append('file', new Blob([new Uint8Array(workbook())]), 'lamps.xlsx');
  body.append('file', new Blob([mail]), 'permit.eml');
  const response = await person.fetch('/api/v1/documents', { method: 'POST', body });
  if (response.status !== 201) throw new Error(await response.text());
  await untilRead(person, 4);
});

const askAndOpen = async (question: string) => {
  const visited = await whole.open();
  await ask(visited.page, question);
  await answered(visited.page);
  await visited.page.locator('.markdown cite button').first().click();
  const source = visited.page.getByRole('complementary', { name: 'Source', exact: true });
  return { ...visited, source };
};

test('a citation of a presentation opens its slide', async () => {
  const { source, seen } = await askAndOpen('What does the footbridge over the Aire cost?');
  const slide = source.getByRole('article', { name: 'Slide 2' });
  await slide.locator('mark').first().waitFor();
  expect((await slide.locator('mark').allTextContents()).join(' ')).toContain('48,000 pounds');
  await slide.getByRole('region', { name: 'Notes' }).getByText('Say that it is cheap.').waitFor();
  expect(seen).toEqual([]);
});

test('a citation of a workbook opens its sheet at the cells', async () => {
  const { source, seen } = await askAndOpen('In which place is the Lamp model Kestrel in stock?');
  const grid = source.getByRole('table', { name: 'Lamps' });
  await grid.locator('[data-marked] mark').first().waitFor();
  const marked = (await grid.locator('[data-marked]').allTextContents()).join(' ');
  expect(marked).toContain('Lamp model Kestrel');
  expect(seen).toEqual([]);
});

test('a citation of a mail opens it at the words, with its attachment beside', async () => {
  const { page, source, seen } = await askAndOpen(
    'When does the parking permit for Wellington Street expire?',
  );
  await source.locator('mark').filter({ hasText: '14 August' }).first().waitFor();
  await source.getByText('Ada Lovelace <ada@acme.example>').waitFor();
  await source.getByRole('link', { name: 'rules.txt' }).click();
  await page.getByText('Motorcycles need no permit at all.').waitFor();
  await page.getByRole('link', { name: 'The parking permit', exact: true }).waitFor();
  expect(seen).toEqual([]);
});

test('the link of a citation leads there on the document’s own page, and strangers nowhere', async () => {
  const { page, source } = await askAndOpen('What does the footbridge over the Aire cost?');
  await source.getByRole('link', { name: 'Open the document' }).click();
  await page.getByRole('article', { name: 'Slide 2' }).locator('mark').first().waitFor();
  await page.getByRole('region', { name: 'Who can read this' }).getByText('Everyone').waitFor();
  const place = page.url().split('#')[1];
  const stranger = await whole.server.person({ tenant: 'elsewhere' });
  const theirs = await whole.open(place, as(stranger));
  await theirs.page.getByText('There is no such document').waitFor();
});
