import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { startServer, type TestPerson, type TestServer } from '../../testing/start-server.ts';
import { desk, openBrowser, visit } from './browser.ts';

const examples = fileURLToPath(new URL('../../examples/documents', import.meta.url));

/** Whether every document that the server was started with has been read. */
const isRead = async (): Promise<boolean> => {
  const { items } = await person.json<{ items: DocumentView[] }>('/api/v1/documents');
  return items.length > 0 && items.every(({ state }) => state === 'ready');
};

let browser: Browser;
let server: TestServer;
let person: TestPerson;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer({ serves: [examples] });
  person = await server.person();
  while (!(await isRead())) await pause(200);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const open = () =>
  visit(browser, server.url, {
    ...desk,
    extraHTTPHeaders: { authorization: `Bearer ${person.key}` },
  });

test('a suggested question is answered from the documents, and its citation leads to the words', async () => {
  const { page, seen, leave } = await open();
  await page.getByRole('list', { name: 'Suggested questions' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  const answer = page.getByRole('article', { name: 'Answer' });
  await answer.locator('.markdown cite button').first().click();
  await page.locator('[data-highlight], mark').first().waitFor();
  expect(seen).toEqual([]);
  await leave();
});

test('the words of a PDF are highlighted where they stand on its page', async () => {
  const { page, seen, leave } = await open();
  const field = page.getByRole('textbox', { name: 'Question', exact: true });
  await field.fill('How long is the probation period in the employee handbook?');
  await field.press('Enter');
  const chip = page.getByRole('button', { name: /^Source \d+ .*Handbook/i }).first();
  await chip.click();
  const highlight = page.locator('[data-highlight]').first();
  await highlight.waitFor();
  const box = await highlight.boundingBox();
  const spans = await page.locator('.textLayer span').all();
  const boxes = await Promise.all(spans.map((span) => span.boundingBox()));
  const under = boxes.filter(
    (span) => box && span && span.y < box.y + box.height && span.y + span.height > box.y,
  );
  expect(under.length).toBeGreaterThan(0);
  expect(seen).toEqual([]);
  await leave();
});

test('a file added on the page is read and can be asked', async () => {
  const { page, seen, leave } = await open();
  await page.getByRole('link', { name: 'Documents' }).click();
  const buffer = Buffer.from('The ceramic heron stands in the archive on the fourth floor.');
  const files = [{ name: 'heron.txt', mimeType: 'text/plain', buffer }];
  await page.getByLabel('Files to add').setInputFiles(files);
  const row = page
    .getByRole('listitem')
    .filter({ hasText: 'heron.txt' })
    .filter({ hasText: 'Ready' });
  await row.first().waitFor();
  await page.getByRole('link', { name: 'New conversation' }).click();
  const field = page.getByRole('textbox', { name: 'Question', exact: true });
  await field.fill('Where does the ceramic heron stand?');
  await field.press('Enter');
  await page.getByRole('article', { name: 'Answer' }).getByText('on the fourth floor').waitFor();
  expect(seen).toEqual([]);
  await leave();
});
