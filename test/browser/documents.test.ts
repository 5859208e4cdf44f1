import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { fullAnswer } from './answers.ts';
import { openBrowser, visit } from './browser.ts';
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

/** A drop as the browser makes it, of files with these names. */
const drop = async (page: Page, names: string[]): Promise<void> => {
  await page.evaluate((names) => {
    const dataTransfer = new DataTransfer();
    for (const name of names)
      dataTransfer.items.add(new File(['words'], name, { type: 'text/plain' }));
    const target = document.querySelector('main');
    for (const type of ['dragover', 'drop']) {
      target?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
  }, names);
};

test('files that are dropped are sent, each with its state, and the reason when one is refused', async () => {
  const { page, leave } = await visit(browser, `${server.url}/#/documents`);
  await page.getByText('Salaries 2026.pdf').waitFor();
  await drop(page, ['travel.txt', 'setup.exe', 'records.md']);
  const uploads = page.getByRole('region', { name: 'Uploads' });
  await uploads.getByText('2 of 3 sent').waitFor();
  await uploads.getByText('Files of this kind cannot be read.').waitFor();
  const documents = page.getByRole('list', { name: 'Documents' });
  await documents.getByText('travel.txt', { exact: true }).waitFor();
  await documents.getByText('records.md', { exact: true }).waitFor();
  // Whoever looks elsewhere meanwhile still hears of it.
  await page.getByRole('link', { name: 'New conversation' }).first().click();
  await page.getByRole('link', { name: 'Documents' }).click();
  await uploads.getByText('Files of this kind cannot be read.').waitFor();
  await leave();
});

test('a file dropped on a conversation is attached to the next question', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen, leave } = await visit(browser, server.url);
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  await drop(page, ['contract.txt']);
  const attached = page.getByRole('list', { name: 'Attached files' });
  await attached.getByText('Ready').waitFor();
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('What does it say?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  expect(server.state.bodies.at(-1)?.attachments).toEqual([server.state.views.at(-1)?.id]);
  expect(seen).toEqual([]);
  await leave();
});

test('a document says why it cannot be asked, and is deleted after a question back', async () => {
  const { page, seen, leave } = await visit(browser, `${server.url}/#/documents`);
  await page.getByText('The file is protected by a password.').waitFor();
  await page.getByRole('button', { name: 'Options of Salaries 2026.pdf' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => page.getByText('Salaries 2026.pdf').count()).toBe(0);
  expect(seen).toEqual([]);
  await leave();
});

test('conversations are renamed and deleted from the list', async () => {
  const { id } = server.conversations.create('Travel limits');
  const { page, seen, leave } = await visit(browser, `${server.url}/#/c/${id}`);
  await page.getByRole('button', { name: 'Options of Travel limits' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Hotel limits');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Hotel limits' }).waitFor();
  await page.getByRole('button', { name: 'Options of Hotel limits' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  expect(server.conversations.conversations.size).toBe(0);
  expect(seen).toEqual([]);
  await leave();
});

test('a change that fails says so', async () => {
  const { id } = server.conversations.create('Travel limits');
  const { page, leave } = await visit(browser, `${server.url}/#/c/${id}`);
  await page.getByText('Nothing has been asked here yet').waitFor(); // else its loading fails as well
  await page.getByRole('button', { name: 'Options of Travel limits' }).click();
  server.state.failing.set(id, { status: 409, detail: 'Its answer is still being written.' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').getByText('Its answer is still being written.').waitFor();
  await leave();
});

test('the sign-in link signs in once, and its token leaves the address', async () => {
  server.state.signedIn = false;
  const { page, leave } = await visit(browser, `${server.url}/#/sign-in?token=good`);
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  expect(page.url()).not.toContain('good');
  await leave();
});

test('a link that was used already says so and can be replaced', async () => {
  server.state.signedIn = false;
  const { page, leave } = await visit(browser, `${server.url}/#/sign-in?token=used`);
  await page.getByText('This link has been used').waitFor();
  await page
    .getByRole('textbox', { name: 'Sign-in link' })
    .fill(`${server.url}/#/sign-in?token=good`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  await leave();
});
