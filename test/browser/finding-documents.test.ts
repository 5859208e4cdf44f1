import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { fullAnswer } from './answers.ts';
import { axeViolations } from './axe.ts';
import { openBrowser, phone, visit } from './browser.ts';
import { halfRead } from './mock-bases.ts';
import { blank } from './mock-documents.ts';
import { startMockServer, type MockServer } from './mock-server.ts';

const guide = (at: number, change: Partial<DocumentView> = {}): DocumentView => ({
  ...blank,
  id: `doc_guide_${at}`,
  name: `Guide ${at}.md`,
  title: `Guide ${at}`,
  mediaType: 'text/markdown',
  format: 'markdown',
  bytes: 1_000,
  versionId: `ver_guide_${at}`,
  metadata: { document_type: 'guide', tags: at % 2 === 0 ? ['even', 'number'] : ['number'] },
  ...change,
});

let browser: Browser;
let server: MockServer;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startMockServer();
});
afterEach(() => server.close());

const field = (page: Page) => page.getByRole('searchbox', { name: 'Find documents' });
const rows = (page: Page) => page.getByRole('list', { name: 'Documents' }).getByRole('listitem');
const found = (page: Page, words: string) =>
  page.getByRole('status').getByText(words, { exact: true });

test('documents are found by words while they are typed, with how many; Escape shows all again', async () => {
  server.state.views.push(...Array.from({ length: 60 }, (_, at) => guide(at)));
  const { page, seen, leave } = await visit(browser, `${server.url}/#/documents`);
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  await page.keyboard.press('/');
  // Faster than any pause, however slow the machine.
  await page.evaluate(() => {
    for (const letter of 'guíde 5') document.execCommand('insertText', false, letter);
  });
  await found(page, '15 documents found').waitFor();
  expect(await rows(page).count()).toBe(15);
  // Only when the typing pauses.
  expect(server.state.listed.flatMap(({ q }) => q ?? [])).toEqual(['guíde 5']);
  expect(page.url()).toMatch(/#\/documents\?q=/);
  await field(page).fill('nowhere');
  await page.getByText('No document is found').waitFor();
  await field(page).press('Escape');
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  expect(await field(page).inputValue()).toBe('');
  expect(page.url()).toMatch(/#\/documents$/);
  expect(seen).toEqual([]);
  await leave();
});

test('metadata narrows the list; the address keeps what was chosen, also after going back', async () => {
  server.state.views.push(...Array.from({ length: 8 }, (_, at) => guide(at)));
  const { page, seen, leave } = await visit(browser, `${server.url}/#/documents`);
  await page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: 'even 4' }).click();
  await found(page, '4 documents found').waitFor();
  await field(page).fill('guide 6');
  await found(page, '1 document found').waitFor();
  await page.getByRole('link', { name: 'Guide 6' }).first().click();
  await page.waitForURL(/doc_guide_6/);
  await page.goBack();
  await found(page, '1 document found').waitFor();
  expect(await field(page).inputValue()).toBe('guide 6');
  const chip = page.getByRole('button', { name: 'even 4' });
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  const again = await visit(browser, page.url());
  await found(again.page, '1 document found').waitFor();
  await again.leave();
  await chip.click();
  await field(page).press('Escape');
  await expect.poll(() => rows(page).count()).toBe(server.state.views.length);
  expect(seen).toEqual([]);
  await leave();
});

test('where nothing is known of documents, nothing is offered', async () => {
  const { page, leave } = await visit(browser, `${server.url}/#/documents`);
  await rows(page).first().waitFor();
  expect(await page.getByRole('group', { name: 'Tags' }).count()).toBe(0);
  await page.goto(`${server.url}/#/`);
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await page.getByRole('button', { name: 'Ask only some documents' }).count()).toBe(0);
  await leave();
});

test('while a document is read only the pages with such documents are asked again', async () => {
  server.state.views.push(...Array.from({ length: 60 }, (_, at) => guide(at)));
  server.state.views.push(guide(60, { state: 'extracting', passages: 0 }));
  server.state.ingestion = halfRead();
  const { page, leave } = await visit(browser, `${server.url}/#/documents`);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('Guide 60').first().waitFor();
  const before = server.state.listed.length;
  server.state.views[63] = guide(60, { name: 'Guide sixty.md' });
  await page.getByText('Guide sixty').first().waitFor();
  const again = server.state.listed.slice(before);
  expect(again.length).toBeGreaterThan(0);
  expect(again.every(({ cursor }) => cursor === '50')).toBe(true);
  await leave();
});

test('questions are kept to documents that are described so, as long as the conversation is open', async () => {
  server.state.answering = fullAnswer(server);
  server.state.views.push(guide(1), guide(2));
  const { page, seen, leave } = await visit(browser, server.url);
  const ask = async (text: string): Promise<void> => {
    const asked = server.state.bodies.length;
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill(text);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy the answer' }).nth(asked).waitFor();
  };
  await page.getByRole('button', { name: 'Ask only some documents' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'guide 2' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'even 1' }).click();
  expect(await axeViolations(page, ['region'])).toEqual([]);
  await page.keyboard.press('Escape');
  const kept = page.getByRole('list', { name: 'Only these documents are asked' });
  expect(await kept.getByRole('listitem').count()).toBe(2);
  await ask('What is even?');
  expect(server.state.bodies.at(-1)?.filter).toEqual({ document_type: ['guide'], tags: ['even'] });
  await page.getByRole('button', { name: 'Do not keep to even' }).click();
  await ask('And what is odd?');
  expect(server.state.bodies.at(-1)?.filter).toEqual({ document_type: ['guide'] });
  await page.getByRole('button', { name: 'Do not keep to guide' }).click();
  await ask('And all?');
  expect(server.state.bodies.at(-1)).not.toHaveProperty('filter');
  expect(await kept.count()).toBe(0);
  expect(seen).toEqual([]);
  await leave();
});

test('finding documents is for everybody, on a telephone too', async () => {
  server.state.views.push(...Array.from({ length: 20 }, (_, at) => guide(at)));
  const { page, seen, leave } = await visit(
    browser,
    `${server.url}/#/documents?q=guide&tags=even`,
    phone,
  );
  await found(page, '10 documents found').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect(seen).toEqual([]);
  await leave();
});

test('the order of the documents is chosen, and stands in the address', async () => {
  const { page, seen, leave } = await visit(browser, `${server.url}/#/documents`);
  const order = page.getByRole('combobox', { name: 'Order' });
  await order.selectOption({ label: 'By name' });
  expect(page.url()).toMatch(/#\/documents\?order=name$/);
  await expect.poll(() => server.state.listed.at(-1)?.['order']).toBe('name');
  await page.reload();
  expect(await order.inputValue()).toBe('name');
  expect(seen).toEqual([]);
  await leave();
});

test('who may only ask is offered nothing that would be refused', async () => {
  server.state.me = { ...server.state.me, role: 'viewer' };
  const { page, seen, leave } = await visit(browser, `${server.url}/#/documents`);
  await rows(page)
    .first()
    .getByRole('button', { name: /^Options of/ })
    .click();
  await page.getByRole('menuitem', { name: 'Download' }).waitFor();
  expect(await page.getByRole('menuitem').count()).toBe(1);
  for (const name of ['Add files', 'Add a folder', 'New base', 'Choose several'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(seen).toEqual([]);
  await leave();
});
