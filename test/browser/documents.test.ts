import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { fullAnswer } from './answers.ts';
import { answered, ask } from './asking.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

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
  const { page } = await open('/documents');
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
});

test('a file dropped on a conversation is attached to the next question', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  await drop(page, ['contract.txt']);
  const attached = page.getByRole('list', { name: 'Attached files' });
  await attached.getByText('Ready').waitFor();
  await ask(page, 'What does it say?');
  await answered(page);
  expect(server.state.bodies.at(-1)?.attachments).toEqual([server.state.views.at(-1)?.id]);
  expect(seen).toEqual([]);
});

test('a document says why it cannot be asked, and is deleted after a question back', async () => {
  const { page, seen } = await open('/documents');
  await page.getByText('The file is protected by a password.').waitFor();
  await page.getByRole('button', { name: 'Options of Salaries 2026.pdf' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Salaries 2026.pdf').first().waitFor({ state: 'detached' });
  expect(seen).toEqual([]);
});

test('conversations are renamed and deleted from the list', async () => {
  const { id } = server.conversations.create('Travel limits');
  const { page, seen } = await open(`/c/${id}`);
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
});

test('a change that fails says so', async () => {
  const { id } = server.conversations.create('Travel limits');
  const { page } = await open(`/c/${id}`);
  await page.getByText('Nothing has been asked here yet').waitFor(); // else its loading fails as well
  await page.getByRole('button', { name: 'Options of Travel limits' }).click();
  server.state.failing.set(id, { status: 409, detail: 'Its answer is still being written.' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').getByText('Its answer is still being written.').waitFor();
});

test('the sign-in link signs in once, and its token leaves the address', async () => {
  server.state.signedIn = false;
  const { page } = await open('/sign-in?token=good');
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  await page.waitForURL(/#\/$/);
});

test('a link that was used already says so and can be replaced', async () => {
  server.state.signedIn = false;
  const { page } = await open('/sign-in?token=used');
  await page.getByText('This link has been used').waitFor();
  await page
    .getByRole('textbox', { name: 'Sign-in link' })
    .fill(`${server.url}/#/sign-in?token=good`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
});
