import { beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { fullAnswer } from './answers.ts';
import { ask, questionField } from './asking.ts';
import { withMockServer } from './set-up.ts';

/** What a server that goes away, or comes back as another, does to a page that is open. */
const { server, open } = withMockServer();
beforeEach(() => {
  server.state.answering = fullAnswer(server);
});

const source = (page: Page) => page.getByRole('button', { name: 'Source 1 ACME Handbook' });
/** As a server that is not there: of its page, its scripts and its interface nothing is answered. */
const takeAway = (page: Page) => page.route('**/*', (route) => route.abort('connectionrefused'));
const bringBack = (page: Page) => page.unroute('**/*');

test('a source that is opened first while the server is away is shown when it is back', async () => {
  const { page } = await open();
  await ask(page, 'How long?');
  await source(page).waitFor();
  await takeAway(page);
  await source(page).click();
  await page.getByText('Docent cannot be reached.').waitFor();
  await bringBack(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  const column = page.getByRole('complementary', { name: 'Source', exact: true });
  await column.locator('[data-highlight]').waitFor();
  await page.getByText('Docent cannot be reached.').waitFor({ state: 'detached' });
});

test('what a server that went away did not answer is asked again by itself', async () => {
  const { page } = await open('/documents');
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.route('**/*', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
  await page.getByRole('combobox', { name: 'Order' }).selectOption('name');
  await page.getByText('Docent cannot be reached.').waitFor();
  await bringBack(page);
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.getByText('Docent cannot be reached.').waitFor({ state: 'detached' });
});

test('a page that is older than its server says so, once, and keeps what is being written', async () => {
  const { page } = await open();
  await questionField(page).fill('How long are records kept?');
  await page.route('**/assets/**', (route) => route.fulfill({ status: 404, body: 'Not there' }));
  await page.route(`${server.url}/`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<script type="module" src="/assets/new.js">',
    }),
  );
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByText('Docent was updated.').waitFor();
  await page.unroute('**/assets/**');
  await page.unroute(`${server.url}/`);
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.getByRole('link', { name: 'New conversation' }).first().click();
  expect(await questionField(page).inputValue()).toBe('How long are records kept?');
  expect(await page.getByText('Docent was updated.').count()).toBe(0);
});

test('a part that the server has and does not give is given up, and the rest goes on', async () => {
  const { page } = await open();
  await questionField(page).waitFor();
  await page.route('**/documents-page*.js', (route) => route.fulfill({ status: 500 }));
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByText('This page cannot be shown.').waitFor();
  await page.getByRole('link', { name: 'New conversation' }).first().click();
  await questionField(page).waitFor();
  await page.route('**/search-dialog*.js', (route) => route.fulfill({ status: 500 }));
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('alert').getByText('could not be loaded').waitFor();
  await questionField(page).waitFor();
});

test('whoever signs out while files are being sent is asked first', async () => {
  const { page } = await open('/documents');
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.route('**/api/v1/documents?*', (route) =>
    route.request().method() === 'POST' ? undefined : route.fallback(),
  );
  await page.getByLabel('Files to add').setInputFiles(
    ['one.txt', 'two.txt'].map((name) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from('words'),
    })),
  );
  await page.getByText('0 of 2 sent').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByText('2 files have not arrived yet').waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  expect(server.state.signedIn).toBe(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'Sign-in link' }).waitFor();
});
