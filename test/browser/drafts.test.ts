import { beforeEach, expect, test } from 'vitest';
import { fullAnswer } from './answers.ts';
import { answered, ask, questionField } from './asking.ts';
import { withMockServer } from './set-up.ts';

/** What a person has written is not lost before it is asked. */
const { server, open } = withMockServer();
beforeEach(() => {
  server.state.answering = fullAnswer(server);
});

test('a draft outlives other pages and a reload, and is gone when it was asked', async () => {
  const { page, seen } = await open();
  await questionField(page).fill('How long are records kept?');
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByText('Salaries 2026.pdf').waitFor();
  await expect.poll(() => page.title()).toBe('Documents · Docent');
  await page.goBack();
  await page.reload();
  expect(await questionField(page).inputValue()).toBe('How long are records kept?');
  await questionField(page).press('Enter');
  await answered(page);
  expect(await questionField(page).inputValue()).toBe('');
  await page.getByRole('link', { name: 'New conversation' }).first().click();
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  expect(await questionField(page).inputValue()).toBe('');
  expect(seen).toEqual([]);
});

test('a question that could not leave stays in the field', async () => {
  const { page } = await open();
  await page.route('**/api/v1/conversations', (route) => route.abort());
  await ask(page, 'How long are records kept?');
  await page.getByRole('alert').getByText('Docent could not be reached').waitFor();
  expect(await questionField(page).inputValue()).toBe('How long are records kept?');
  await page.unroute('**/api/v1/conversations');
  await questionField(page).press('Enter');
  await answered(page);
});

test('a question that was refused because the session has ended is a draft after signing in again', async () => {
  const { page } = await open();
  await ask(page, 'How long are records kept?');
  await answered(page);
  const problem = {
    status: 401,
    title: 'Sign in',
    detail: 'Sign in first.',
    code: 'unauthenticated',
  };
  await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: problem }));
  await ask(page, 'And exceptions?');
  await page.getByRole('textbox', { name: 'Sign-in link' }).waitFor();
  await page.unroute('**/api/**');
  await page.reload();
  await answered(page);
  await expect.poll(() => questionField(page).inputValue()).toBe('And exceptions?');
  await questionField(page).press('Enter');
  await answered(page, 2);
  await page.reload();
  await answered(page);
  expect(await questionField(page).inputValue()).toBe('');
});

test('who signs in after somebody else, in the same tab, finds nothing of theirs', async () => {
  const { page } = await open();
  await ask(page, 'How long are records kept?');
  await answered(page);
  await questionField(page).fill('And exceptions?');
  const address = page.url();
  const { me } = server.state;
  server.state.signedIn = false;
  await page.reload();
  await page.getByRole('textbox', { name: 'Sign-in link' }).waitFor();
  server.state.me = { ...me, id: 'usr_2', name: 'Vera' };
  await page.goto(`${server.url}/#/sign-in?token=good`);
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  await page.goto(address);
  await answered(page); // the server of this test lets everybody read everything
  expect(await questionField(page).inputValue()).toBe('');
  await page.goto('about:blank');
  server.state.me = me;
  await page.goto(address);
  await answered(page);
  expect(await questionField(page).inputValue()).toBe('And exceptions?');
});

test('a page that somebody else has signed in to begins anew', async () => {
  const { page } = await open('/documents');
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.evaluate(() => Object.assign(window, { before: true }));
  server.state.signedIn = false;
  await page.getByRole('link', { name: 'New conversation' }).first().click();
  await page.getByRole('textbox', { name: 'Sign-in link' }).fill('good');
  server.state.me = { ...server.state.me, id: 'usr_2', name: 'Vera' };
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  expect(await page.evaluate(() => 'before' in window)).toBe(false);
});

test('a question sent while its conversation is still being opened follows what was said there', async () => {
  const conversation = server.conversations.create('Records');
  const { page } = await open(`/c/${conversation.id}`);
  await ask(page, 'How long are records kept?');
  await answered(page);
  const leaf = conversation.activeLeafId;
  const opened = Promise.withResolvers<void>();
  await page.route(`**/api/v1/conversations/${conversation.id}`, async (route) => {
    await opened.promise;
    await route.continue();
  });
  await page.reload();
  await ask(page, 'And exceptions?');
  await questionField(page).press('Enter');
  expect(await questionField(page).inputValue()).toBe('And exceptions?');
  expect(server.state.bodies).toHaveLength(1);
  opened.resolve();
  await page.getByRole('button', { name: 'Copy the answer' }).nth(1).waitFor();
  expect(server.state.bodies.slice(1)).toMatchObject([{ text: 'And exceptions?', parentId: leaf }]);
  expect(await questionField(page).inputValue()).toBe('');
});
