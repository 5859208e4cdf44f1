import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { citationOf, fullAnswer, sourcesOf } from './answers.ts';
import { desk, openBrowser, phone, visit } from './browser.ts';
import { startMockServer, type MockServer } from './mock-server.ts';

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

const ask = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('How long?');
  await page.keyboard.press('Enter');
};

test('a window that shrinks and grows keeps the page of the PDF that is open', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen, leave } = await visit(browser, server.url);
  await ask(page);
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  const column = page.getByRole('complementary', { name: 'Source', exact: true });
  await column.locator('[data-highlight]').waitFor();
  await page.setViewportSize(phone.viewport);
  await page.getByRole('dialog', { name: 'Source' }).locator('[data-highlight]').waitFor();
  await page.setViewportSize(desk.viewport);
  await column.locator('[data-highlight]').waitFor();
  expect(seen).toEqual([]);
  await leave();
});

test('a source that cannot be shown says so; the answer and the question stay', async () => {
  server.state.answering = (turn) => {
    const [first] = sourcesOf(server);
    if (!first) return;
    const broken = { ...citationOf(first, 9), versionId: 'broken' };
    turn.say('It is so.');
    turn.emit({ type: 'data-citation', id: broken.id, data: broken });
    turn.end();
  };
  const { page, leave } = await visit(browser, server.url);
  await page.route('**/versions/broken/text*', (route) => route.fulfill({ json: {} }));
  await ask(page);
  await page
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  await page.getByText('This source cannot be shown.').waitFor();
  await page.getByText('It is so.').waitFor();
  await page.getByRole('button', { name: 'Close the source' }).click();
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('Still here?');
  await leave();
});

test('an answer that cannot be drawn is shown as its bare text, the others as ever', async () => {
  server.state.answering = (turn) => {
    const [first] = sourcesOf(server);
    if (!first) return;
    turn.say('It is **so**.');
    const broken = JSON.parse(JSON.stringify({ ...citationOf(first, 9), headings: null }));
    turn.emit({ type: 'data-citation', id: 'broken', data: broken });
    turn.end();
  };
  const { page, leave } = await visit(browser, server.url);
  await ask(page);
  await page.getByText('This answer cannot be shown as it should be').waitFor();
  await page.getByText('It is **so**.').waitFor();
  server.state.answering = fullAnswer(server);
  await ask(page);
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).waitFor();
  await leave();
});
