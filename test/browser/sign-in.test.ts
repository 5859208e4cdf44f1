import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { DEFAULT_TENANT } from '../../src/domain/tenant.ts';
import { startServer, type TestServer } from '../../testing/start-server.ts';
import { openBrowser, visit } from './browser.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** A link as the server prints it. */
const link = async (): Promise<string> => {
  const { token } = await server.docent.access.signInLink({ tenant: DEFAULT_TENANT });
  return `${server.url}/#/sign-in?token=${token}`;
};

test('the printed link signs in, until one signs out', async () => {
  const { page, seen, leave } = await visit(browser, await link());
  const start = page.getByRole('heading', { name: 'What would you like to know?' });
  await start.waitFor();
  expect(page.url()).toBe(`${server.url}/#/`);
  await page.reload();
  await start.waitFor();
  expect(seen).toEqual([]); // nothing was asked before we were somebody
  const status = (): Promise<number> =>
    page.evaluate(async () => (await fetch('/api/v1/me')).status);
  expect(await status()).toBe(200);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'Sign-in link' }).waitFor();
  expect(await status()).toBe(401);
  await leave();
});

test('a link works once: somebody else who has it reads so, whoever it signed in goes on', async () => {
  const used = await link();
  const mine = await visit(browser, used);
  await mine.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  const theirs = await visit(browser, used);
  await theirs.page.getByRole('alert').getByText(/used/).waitFor();
  expect(await theirs.page.getByRole('textbox', { name: 'Question' }).count()).toBe(0);
  await theirs.leave();
  await mine.page.goto('about:blank');
  await mine.page.goto(used);
  await mine.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  await mine.leave();
});
