import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import { desk, phone } from './browser.ts';
import type { MockDocument } from './mock-documents.ts';
import * as samples from './mock-reading.ts';
import { withMockServer } from './set-up.ts';

/** Every kind of document is shown as what it is, and a citation lands on its words. */
const { server, open } = withMockServer();

const put = (document: MockDocument): MockDocument => {
  server.state.citable.push(document);
  server.state.views.push(document.view);
  return document;
};

/** The address of words in a document. */
const linkTo = ({ view, text }: MockDocument, words: string): string => {
  const start = text.text.indexOf(words);
  const place = `${start}-${start + words.length}`;
  return `/documents/${view.id}/${text.versionId}/${place}/${encodeURIComponent(words)}`;
};
/** It is there a moment before it is scrolled to. */
const untilInView = async (page: Page, selector: string): Promise<void> => {
  const element = page.locator(selector).first();
  const isInView = () =>
    element.evaluate((shown) => {
      const { top, bottom } = shown.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  await expect.poll(isInView).toBe(true);
};

test('a slide is a card with its title, its table and its notes apart; arrow keys turn it', async () => {
  const { page, seen } = await open(
    linkTo(put(samples.slides()), 'Support answers within two hours.'),
  );
  const card = page.getByRole('article', { name: 'Slide 2' });
  await card.getByText('What grew').waitFor();
  expect(await card.locator('mark').textContent()).toBe('Support answers within two hours.');
  expect((await card.getByRole('cell').allTextContents()).map((cell) => cell.trim())).toEqual([
    'EMEA',
    '12 %',
  ]);
  const notes = await card.getByRole('region', { name: 'Notes' }).textContent();
  expect(notes).toBe('NotesThank the Leeds team here.');
  await page.getByRole('region', { name: 'Slides' }).press('ArrowRight');
  await page.getByRole('article', { name: 'Slide 3' }).getByText('What comes next').waitFor();
  await page.getByRole('button', { name: 'Previous slide' }).click();
  await card.waitFor();
  expect(seen).toEqual([]);
});

test('a sheet of 160,000 cells draws only what is seen, its header above, the cited cells marked', async () => {
  const { page, seen } = await open(linkTo(put(samples.sheet()), 'Item 7005 | 112080'));
  const grid = page.getByRole('table', { name: 'Stock' });
  await page.locator('[data-marked]').nth(1).waitFor();
  const marked = await page.locator('[data-marked]').allTextContents();
  expect(marked.map((cell) => cell.trim())).toEqual(['Item 7005', '112080']);
  await untilInView(page, '[data-marked]');
  expect(await grid.getByRole('columnheader').first().textContent()).toBe('Name ');
  expect(await grid.getByRole('cell').count()).toBeLessThan(2000);
  await page.getByText(/^[\d,]+ rows$/).waitFor(); // no more are coming
  await grid.evaluate((element) => element.scrollTo({ top: 0 }));
  await grid.getByText('Item 2 ').first().waitFor();
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await grid.getByText('Item 10000').waitFor();
  await page.getByRole('button', { name: 'Prices' }).click();
  await page.getByRole('table', { name: 'Prices' }).getByText('40 euros').waitFor();
  expect(seen).toEqual([]);
});

test('a mail says who wrote it and leads to what came with it, and that leads back', async () => {
  put(samples.attachment());
  const { page, seen } = await open(linkTo(put(samples.mail()), 'ends in May'));
  const mail = page.getByRole('region', { name: 'Mail' });
  await mail.locator('mark').waitFor();
  await mail.getByText('Lin <lin@acme.example>').waitFor();
  await mail.getByRole('link', { name: 'lease.txt' }).click();
  await page.getByText('The tenant leaves by the end of May.').waitFor();
  await page.getByRole('link', { name: 'The lease of the Leeds office' }).click();
  await mail.waitFor();
  expect(seen).toEqual([]);
});

test('a page that was scanned shows its picture', async () => {
  const scan = put(samples.scannedPage());
  const { page, seen } = await open(`/documents/${scan.view.id}`);
  const canvas = page.locator('[data-page="1"] canvas');
  await canvas.waitFor();
  const middle = await canvas.evaluate((drawn) =>
    drawn instanceof HTMLCanvasElement
      ? drawn
          .getContext('2d')
          ?.getImageData(drawn.width / 2, drawn.height / 2, 1, 1)
          .data.slice(0, 3)
          .join(' ')
      : null,
  );
  expect(middle).toBe('0 0 0');
  expect(seen).toEqual([]);
});

test('a picture has boxes over the cited words, and can be read as text', async () => {
  const { page, seen } = await open(linkTo(put(samples.picture()), 'Total due: 480 euros'));
  const share = () =>
    page.locator('[data-highlight]').evaluate((box) => {
      const picture = document.querySelector('img')?.getBoundingClientRect();
      return box.getBoundingClientRect().width / (picture?.width ?? 0);
    });
  await expect.poll(share).toBeCloseTo(0.5, 1);
  await page.getByRole('button', { name: 'Show as text' }).click();
  expect(await page.locator('mark').textContent()).toBe('Total due: 480 euros');
  expect(seen).toEqual([]);
});

test('a picture that cannot be drawn is shown as its text', async () => {
  const broken = put(samples.picture());
  broken.bytes = new Uint8Array([1, 2, 3]);
  const { page } = await open(linkTo(broken, 'Total due'));
  await page.locator('mark').getByText('Total due').waitFor();
});

test('of a long text only what is near is there; chapters and scrolling bring the rest', async () => {
  const words = 'In paragraph 60 of chapter 30';
  const { page, seen } = await open(linkTo(put(samples.book()), words));
  await page.locator('mark').waitFor();
  expect(await page.locator('mark').textContent()).toBe(words);
  await untilInView(page, 'mark');
  expect(await page.getByText('In paragraph 1 of chapter 1 ').count()).toBe(0);
  const text = page.getByRole('region', { name: 'Text' });
  await text.evaluate((element) => element.scrollBy({ top: 12_000 }));
  await page.getByText('In paragraph 30 of chapter 31').waitFor();
  await page.getByRole('button', { name: 'Chapter 60', exact: true }).click();
  await page.getByText('In paragraph 3 of chapter 60').waitFor();
  expect(seen).toEqual([]);
});

test.for([
  ['slides', samples.slides, 'leeds', 'Leeds'],
  ['sheets', samples.sheet, 'item 9000 ', 'Item 9000'],
  ['a long text', samples.book, 'CHAPTER 44 THE CAFE', 'chapter 44 the café'],
] as const)('the search inside goes to words in %s', async ([, make, words, found]) => {
  const { view } = put(make());
  const { page, seen } = await open(`/documents/${view.id}`);
  await page.getByRole('button', { name: 'Find in the document' }).waitFor();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in the document' }).fill(words);
  const current = page.locator('mark[data-kind=current]');
  await current.first().waitFor();
  expect((await current.first().textContent())?.trim()).toBe(found);
  await untilInView(page, 'mark[data-kind=current]');
  expect(seen).toEqual([]);
});

test('Enter goes on, Shift and Enter back, round and round; Escape ends the search', async () => {
  const { view } = put(samples.book());
  const { page, seen } = await open(`/documents/${view.id}`);
  await page.getByRole('button', { name: 'Find in the document' }).click();
  const field = page.getByRole('textbox', { name: 'Find in the document' });
  await field.fill('paragraph 60 of chapter');
  const count = page.getByRole('status').filter({ hasText: 'of 60' });
  await count.getByText('1 of 60').waitFor();
  await field.press('Enter');
  await count.getByText('2 of 60').waitFor();
  await page.locator('mark[data-kind=current]').getByText('chapter').waitFor();
  await field.press('Shift+Enter');
  await field.press('Shift+Enter');
  await count.getByText('60 of 60').waitFor();
  await field.fill('zebra');
  await page.getByText('Not found').waitFor();
  await field.press('Escape');
  await field.waitFor({ state: 'detached' });
  expect(await page.locator('mark').count()).toBe(0);
  expect(seen).toEqual([]);
});

test('on the pages of a PDF the search goes to the page and marks the words on it', async () => {
  const { page, seen } = await open('/documents/doc_handbook');
  await page.getByText('Page 1 of 3').waitFor();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in the document' }).fill('hotels in emea');
  await page.getByText('Page 3 of 3').waitFor();
  await page.locator('[data-highlight=current]').waitFor();
  expect(seen).toEqual([]);
});

const kinds = { ...samples };
const looks = [
  { look: 'light', options: { ...desk, colorScheme: 'light' as const } },
  { look: 'dark', options: { ...desk, colorScheme: 'dark' as const } },
  { look: 'on a phone', options: { ...phone, colorScheme: 'light' as const } },
];
test.for(
  looks.flatMap((look) => Object.entries(kinds).map(([kind, make]) => ({ ...look, kind, make }))),
)('axe finds nothing $look in $kind', async ({ options, make }) => {
  const sample = put(make());
  if (sample.view.attachedTo !== null) put(samples.mail());
  const [words = ''] = sample.text.text.split('\n');
  const { page, seen } = await open(linkTo(sample, words), options);
  await page.locator('mark, [data-highlight], [data-sheet]').first().waitFor();
  const violations = await axeViolations(page);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(seen).toEqual([]);
});
