import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { fullAnswer, kept } from './answers.ts';
import { ask } from './asking.ts';
import { desk, phone } from './browser.ts';
import { book } from './mock-reading.ts';
import { withMockServer } from './set-up.ts';

/** A document's own page: what is known of it, and links that lead to words in it. */
const { server, open } = withMockServer();

const at = (path: string): string => `/documents/${path}`;
const place = (id: string, words: string): { start: number; end: number } => {
  const { text } = server.state.citable.find(({ view }) => view.id === id)?.text ?? { text: '' };
  return { start: text.indexOf(words), end: text.indexOf(words) + words.length };
};
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('the list of documents leads to the page of each, and that back', async () => {
  const { page, seen } = await open('/documents');
  await page.getByRole('link', { name: 'ACME Handbook.pdf' }).click();
  await page.getByRole('heading', { name: 'ACME Handbook', level: 1 }).waitFor();
  await page.getByText('Page 1 of 3').waitFor();
  const about = page.getByRole('complementary', { name: 'About this document' });
  const readers = about.getByRole('region', { name: 'Who can read this' }).getByRole('listitem');
  await expect.poll(() => readers.allTextContents()).toEqual(['You', 'Lin', 'Group Finance']);
  const original = page.getByRole('link', { name: 'Download the document' });
  expect(await original.getAttribute('href')).toBe('/api/v1/documents/doc_handbook/original');
  await page.getByRole('link', { name: 'All documents' }).click();
  await page.getByRole('link', { name: 'Salaries 2026.pdf' }).waitFor();
  expect(seen).toEqual([]);
});

test('a document that could not be read says why', async () => {
  const { page, seen } = await open(at('doc_locked'));
  await page.getByText('Needs a password').first().waitFor();
  await page.getByText('Give it once to have the file read.').first().waitFor();
  expect(seen).toEqual([]);
});

test('a password can be given where the document is read, again when it was wrong', async () => {
  const { page, seen } = await open(at('doc_locked'));
  const give = async (password: string): Promise<void> => {
    await page.getByRole('button', { name: 'Give the password' }).click();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  };
  await give('guessed');
  await page.getByText('The password is wrong.').first().waitFor();
  await give('open');
  await page.getByText('Page 1 of 3').or(page.getByText('An exception is logged')).waitFor();
  expect(seen.filter((line) => !line.includes('404'))).toEqual([]);
});

test('a search on a page boxes all that it finds there, and more than the one looked at', async () => {
  const { page, seen } = await open(at('doc_handbook'));
  await page.getByText('Page 1 of 3').waitFor();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in the document' }).fill('every');
  await page.getByText('Page 2 of 3').waitFor();
  await page.locator('[data-highlight=found]').waitFor();
  await page.locator('[data-highlight=current]').waitFor();
  expect(seen).toEqual([]);
});

test('a document that is not there, or not theirs, says only that', async () => {
  const { page } = await open(at('doc_nobody'));
  await page.getByText('There is no such document').waitFor();
});

test('a warning leads to the place that it is about', async () => {
  const document = book();
  const { start, end } = { start: 200_000, end: 200_000 };
  document.view.warnings = [
    { code: 'hidden-text', reason: 'White text was left out.', range: { start, end } },
  ];
  server.state.citable.push(document);
  server.state.views.push(document.view);
  const words = document.text.text.slice(start).split('\n\n')[1] ?? '';
  const { page, seen } = await open(at(document.view.id));
  await page.getByText('In paragraph 1 of chapter 1 ').waitFor();
  await page.getByRole('button', { name: 'White text was left out.' }).click();
  await page.getByText(words.slice(0, 40)).waitFor();
  expect(seen).toEqual([]);
});

test('on a phone what is known of a document opens over it', async () => {
  const { page, seen } = await open(at('doc_policy'), phone);
  await page.getByText('An exception is logged').waitFor();
  await page.getByRole('button', { name: 'About this document' }).click();
  const about = page.getByRole('dialog', { name: 'About this document' });
  await about.getByText('Group Finance').waitFor();
  await about.getByRole('button', { name: 'Close' }).click();
  await about.waitFor({ state: 'detached' });
  expect(seen).toEqual([]);
});

test('the link of a citation leads to its words on the page of the document', async () => {
  server.state.answering = fullAnswer(server);
  const permissions = ['clipboard-read', 'clipboard-write'];
  const { page, seen } = await open('/', { ...desk, permissions });
  await ask(page, 'How long?');
  await page.getByRole('button', { name: 'Source 2 Exceptions policy' }).first().click();
  await page.getByRole('button', { name: 'Copy a link to these words' }).click();
  await page.getByRole('button', { name: 'The link is copied' }).waitFor();
  const link = await copied(page);
  expect(new URL(link).pathname + new URL(link).search).toBe('/');
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('heading', { name: 'Exceptions policy', level: 1 }).waitFor();
  expect(await page.locator('mark').textContent()).toBe(
    'The regional controller approves it within ninety days.',
  );
  expect(seen).toEqual([]);
});

test('a link into a document that has changed since lands on the words and says so', async () => {
  const words = 'An exception is logged with the record owner.';
  server.state.located = () => ({
    changed: true,
    found: { versionId: 'ver_policy', ...place('doc_policy', words), how: 'exact' },
    old: null,
  });
  const { page, seen } = await open(at('doc_policy/ver_old/900-945/An%20exception'));
  await page.getByText('The document has changed since this link was made.').waitFor();
  expect(await page.locator('mark').textContent()).toBe(words);
  expect(seen).toEqual([]);
});

test('a passage that is gone is marked nowhere; the text as it was can be shown while it is kept', async () => {
  const now = server.state.citable.find(({ view }) => view.id === 'doc_policy');
  if (!now) throw new Error('The mock has a policy');
  const text = 'The controller decides alone.';
  const block = { kind: 'paragraph' as const, start: 0, end: text.length };
  const part = { start: 0, end: text.length, total: text.length, text, blocks: [block] };
  const view = { ...now.view, id: 'doc_before' };
  const old = { ...now.text, versionId: 'ver_old', current: false, ...part };
  server.state.citable.push({ ...now, view, text: old });
  server.state.located = () => ({
    changed: true,
    found: null,
    old: { versionId: 'ver_old', start: 4, end: 14 },
  });
  const { page, seen } = await open(at('doc_policy/ver_old/4-14/controller'));
  await page.getByText('The passage is no longer there').waitFor();
  await page.getByText('An exception is logged').waitFor();
  expect(await page.locator('mark').count()).toBe(0);
  await page.getByRole('button', { name: 'Show the text as it was' }).click();
  expect(await page.locator('mark').textContent()).toBe('controller');
  expect(seen).toEqual([]);
});

test('a link of a stranger’s document says only that there is none', async () => {
  server.state.failing.set('/locate', { status: 404, detail: 'There is no such document.' });
  const { page } = await open(at('doc_theirs/ver_1/0-9/secret'));
  await page.getByText('There is no such document').waitFor();
});

test('the words of a quote are highlighted on the page of a PDF that a link leads to', async () => {
  const { start, end } = place('doc_handbook', kept);
  const words = encodeURIComponent(kept);
  const { page, seen } = await open(at(`doc_handbook/ver_handbook/${start}-${end}/${words}`));
  await page.getByText('Page 2 of 3').waitFor();
  await page.locator('[data-highlight=cited]').waitFor();
  expect(seen).toEqual([]);
});
