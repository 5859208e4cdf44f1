import { expect, test } from 'vitest';
import { fullAnswer } from './answers.ts';
import { ask } from './asking.ts';
import { holdRequests } from './hold-back.ts';
import { ended } from './mock-evaluations.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

test('an answer says what was searched, what came up and what was left out', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await ask(page, 'And how long?');
  await page.getByRole('button', { name: 'Why this answer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Why this answer' });
  await dialog.getByText('“How long are records kept?”').waitFor();
  await dialog.getByText('completed from the conversation').waitFor();
  await dialog.getByText('Not used: others fit better.').waitFor();
  await dialog.getByText('1 more that you may not read any more.').waitFor();
  await dialog.getByRole('link', { name: 'ACME Handbook' }).click();
  await expect.poll(() => page.url()).toContain('/documents/doc_handbook/ver_handbook/70-136');
  expect(seen).toEqual([]);
});

test('what was not answered becomes a test question, is evaluated, and shows what changed', async () => {
  const { page, seen } = await open('/bases/base_1/questions');
  const unanswered = page.getByRole('region', { name: 'Not answered' });
  await unanswered.getByText('Is there a bonus for night shifts?').waitFor();
  await page.getByText('12 questions, 25 % not answered').waitFor();
  await unanswered.getByRole('button', { name: 'Make a test question' }).click();
  await unanswered.getByRole('button', { name: 'Kept' }).waitFor();
  expect(server.state.testQuestions).toMatchObject([{ messageId: 'msg_night' }]);
  await page.getByRole('link', { name: 'Tests' }).click();
  await page.getByRole('button', { name: 'Evaluate' }).click();
  const evaluations = page.getByRole('region', { name: 'Evaluations' });
  await evaluations.getByText('0 of 1 asked').waitFor();
  server.state.evaluations = server.state.evaluations.map(ended);
  await evaluations.getByRole('row', { name: /Found/ }).getByText('90 %').waitFor();
  await evaluations.getByText('+20 (+15 to +25)').waitFor();
  await evaluations.getByText('not answered · not found').waitFor();
  expect(seen).toEqual([]);
});

test('questions for tests are written, changed and taken away', async () => {
  const { page } = await open('/bases/base_1/tests');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('How long are records kept?');
  await page.getByRole('textbox', { name: 'Words that a right answer' }).fill('seven years');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Expected: “seven years”').waitFor();
  const options = page.getByRole('button', { name: 'Options of How long are records kept?' });
  await options.click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('checkbox', { name: 'The documents do not answer it' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Expected: not in the documents').waitFor();
  await options.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('There are none yet.').waitFor();
});

test('a bad answer is kept as a test question with one click', async () => {
  server.state.answering = fullAnswer(server);
  const { page } = await open();
  await ask(page, 'And how long?');
  await page.getByRole('button', { name: 'Bad answer' }).click();
  await page.getByRole('button', { name: 'Make a test question of it' }).click();
  await page.getByRole('button', { name: 'Kept as a test question' }).waitFor();
  expect(server.state.testQuestions).toHaveLength(1);
});

test('many documents are described at once', async () => {
  const { page, seen } = await open('/documents');
  await page.getByRole('button', { name: 'Choose several' }).click();
  await page.getByRole('checkbox', { name: 'Choose ACME Handbook.pdf' }).check();
  await page.getByRole('checkbox', { name: 'Choose Salaries 2026.pdf' }).check();
  await page.getByRole('button', { name: 'Describe them' }).click();
  const dialog = page.getByRole('dialog', { name: 'Describe 2 documents' });
  expect(await dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Category' }).fill('Personnel');
  await dialog.getByRole('textbox', { name: 'Add tags' }).fill('pay, rules');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: 'Choose several' }).waitFor();
  expect(server.state.described).toEqual([
    {
      ids: expect.arrayContaining(['doc_handbook', 'doc_locked']),
      set: { category: 'Personnel' },
      addTags: ['pay', 'rules'],
    },
  ]);
  expect(seen).toEqual([]);
});

test('many documents are deleted at once after a question back; where one is refused the rest stays chosen', async () => {
  const { page } = await open('/documents');
  await page.getByRole('button', { name: 'Choose several' }).click();
  await page.getByRole('checkbox', { name: 'All that are shown' }).check();
  await page.getByText(`${server.state.views.length} chosen`).waitFor();
  server.state.failing.set('/documents/doc_locked', { status: 409, detail: 'It is being read.' });
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').getByText('It is being read.').waitFor();
  server.state.failing.clear();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Choose several' }).waitFor();
  await page.getByText('No documents yet').waitFor();
  expect(server.state.views).toEqual([]);
});

test('whoever is done with choosing while documents are being deleted stays done', async () => {
  const { page } = await open('/documents');
  const [first, second] = await Promise.all(
    ['doc_handbook', 'doc_locked'].map((id) =>
      holdRequests(page, new RegExp(`/documents/${id}$`), 'DELETE'),
    ),
  );
  await page.getByRole('button', { name: 'Choose several' }).click();
  await page.getByRole('checkbox', { name: 'Choose ACME Handbook.pdf' }).check();
  await page.getByRole('checkbox', { name: 'Choose Salaries 2026.pdf' }).check();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await first?.held;
  await page.getByRole('button', { name: 'Done' }).click();
  first?.release();
  await second?.held;
  expect(await page.getByRole('button', { name: 'Choose several' }).count()).toBe(1);
  second?.release();
  await page.getByText('Salaries 2026.pdf').waitFor({ state: 'detached' });
});

test('administrators see the mirrored folders and what is to be seen to', async () => {
  const { page } = await open('/documents');
  await page.getByText('Mirrored folders (1)').click();
  await page.getByText('12 files, 11 documents').waitFor();
  await page.getByText('To be seen to (1)').click();
  await page.getByText('It cannot be read (EACCES).').waitFor();
});
