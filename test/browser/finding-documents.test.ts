import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { fullAnswer } from './answers.ts';
import { answered, ask } from './asking.ts';
import { axeViolations } from './axe.ts';
import { phone } from './browser.ts';
import { halfRead } from './mock-bases.ts';
import { blank } from './mock-documents.ts';
import { withMockServer } from './set-up.ts';

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

const { server, open } = withMockServer();

const field = (page: Page) => page.getByRole('searchbox', { name: 'Find documents' });
const rows = (page: Page) => page.getByRole('list', { name: 'Documents' }).getByRole('listitem');
const found = (page: Page, words: string) =>
  page.getByRole('status').getByText(words, { exact: true });

test('documents are found by words while they are typed, with how many; Escape shows all again', async () => {
  server.state.views.push(...Array.from({ length: 60 }, (_, at) => guide(at)));
  const { page, seen } = await open('/documents');
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  await page.keyboard.press('/');
  // Faster than any pause, however slow the machine.
  await page.evaluate(() => {
    for (const letter of 'guíde 5') document.execCommand('insertText', false, letter);
  });
  await found(page, '15 documents found').waitFor();
  await expect.poll(() => rows(page).count()).toBe(15);
  // Only when the typing pauses.
  expect(server.state.listed.flatMap(({ q }) => q ?? [])).toEqual(['guíde 5']);
  await page.waitForURL(/#\/documents\?q=/);
  await field(page).fill('nowhere');
  await page.getByText('No document is found').waitFor();
  await field(page).press('Escape');
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  expect(await field(page).inputValue()).toBe('');
  await page.waitForURL(/#\/documents$/);
  expect(seen).toEqual([]);
});

test('metadata narrows the list; the address keeps what was chosen, also after going back', async () => {
  const unread = { versionId: null }; // the text of one that is opened is not there
  server.state.views.push(...Array.from({ length: 8 }, (_, at) => guide(at, unread)));
  const { page, seen } = await open('/documents');
  await page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: 'even 4' }).click();
  await found(page, '4 documents found').waitFor();
  await field(page).fill('guide 6');
  await found(page, '1 document found').waitFor();
  await page.getByRole('link', { name: 'Guide 6' }).first().click();
  await page.getByRole('heading', { name: 'Guide 6', level: 1 }).waitFor();
  await page.goBack();
  await found(page, '1 document found').waitFor();
  expect(await field(page).inputValue()).toBe('guide 6');
  const chip = page.getByRole('button', { name: 'even 4' });
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  const again = await open(page.url().split('#')[1]);
  await found(again.page, '1 document found').waitFor();
  await chip.click();
  await field(page).press('Escape');
  await expect.poll(() => rows(page).count()).toBe(server.state.views.length);
  expect(seen).toEqual([]);
});

test('where nothing is known of documents, nothing is offered', async () => {
  const { page } = await open('/documents');
  await rows(page).first().waitFor();
  expect(await page.getByRole('group', { name: 'Tags' }).count()).toBe(0);
  await page.goto(`${server.url}/#/`);
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await page.getByRole('button', { name: 'Ask only some documents' }).count()).toBe(0);
});

test('while a document is read only the pages with such documents are asked again', async () => {
  server.state.views.push(...Array.from({ length: 60 }, (_, at) => guide(at)));
  server.state.views.push(guide(60, { state: 'extracting', passages: 0 }));
  server.state.ingestion = halfRead();
  const { page } = await open('/documents');
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('Guide 60').first().waitFor();
  const before = server.state.listed.length;
  server.state.views[63] = guide(60, { name: 'Guide sixty.md' });
  await page.getByText('Guide sixty').first().waitFor();
  const again = server.state.listed.slice(before);
  expect(again.length).toBeGreaterThan(0);
  expect(again.every(({ cursor }) => cursor === '50')).toBe(true);
});

test('questions are kept to documents that are described so, as long as the conversation is open', async () => {
  server.state.answering = fullAnswer(server);
  server.state.views.push(guide(1), guide(2));
  const { page, seen } = await open();
  await page.getByRole('button', { name: 'Ask only some documents' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'guide 2' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'even 1' }).click();
  expect(await axeViolations(page, ['region'])).toEqual([]);
  await page.keyboard.press('Escape');
  const kept = page.getByRole('list', { name: 'Only these documents are asked' });
  await expect.poll(() => kept.getByRole('listitem').count()).toBe(2);
  await ask(page, 'What is even?');
  await answered(page);
  expect(server.state.bodies.at(-1)?.filter).toEqual({ document_type: ['guide'], tags: ['even'] });
  await page.getByRole('button', { name: 'Do not keep to even' }).click();
  await ask(page, 'And what is odd?');
  await answered(page, 2);
  expect(server.state.bodies.at(-1)?.filter).toEqual({ document_type: ['guide'] });
  await page.getByRole('button', { name: 'Do not keep to guide' }).click();
  await ask(page, 'And all?');
  await answered(page, 3);
  expect(server.state.bodies.at(-1)).not.toHaveProperty('filter');
  await kept.waitFor({ state: 'detached' });
  expect(seen).toEqual([]);
});

test('finding documents is for everybody, on a telephone too', async () => {
  server.state.views.push(...Array.from({ length: 20 }, (_, at) => guide(at)));
  const { page, seen } = await open('/documents?q=guide&tags=even', phone);
  await found(page, '10 documents found').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect(seen).toEqual([]);
});

test('the order of the documents is chosen, and stands in the address', async () => {
  const { page, seen } = await open('/documents');
  const order = page.getByRole('combobox', { name: 'Order' });
  await order.selectOption({ label: 'By name' });
  await page.waitForURL(/#\/documents\?order=name$/);
  await expect.poll(() => server.state.listed.at(-1)?.['order']).toBe('name');
  await page.reload();
  expect(await order.inputValue()).toBe('name');
  expect(seen).toEqual([]);
});

test('who may only ask is offered nothing that would be refused', async () => {
  server.state.me = { ...server.state.me, role: 'viewer' };
  const { page, seen } = await open('/documents');
  await rows(page)
    .first()
    .getByRole('button', { name: /^Options of/ })
    .click();
  await page.getByRole('menuitem', { name: 'Download' }).waitFor();
  expect(await page.getByRole('menuitem').count()).toBe(1);
  for (const name of ['Add files', 'Add a folder', 'New base', 'Choose several'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(seen).toEqual([]);
});
