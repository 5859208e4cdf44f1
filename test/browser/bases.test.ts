import { expect, test } from 'vitest';
import { fullAnswer } from './answers.ts';
import { answered, ask } from './asking.ts';
import { axeViolations } from './axe.ts';
import { halfRead, secondBase } from './mock-bases.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

test('the page says how far the reading is, and for how long; it is paused and goes on', async () => {
  server.state.ingestion = halfRead();
  const { page, seen } = await open('/documents');
  const bar = page.getByRole('region', { name: 'Reading of documents' });
  await bar.getByText('Reading: 5 documents to go').waitFor();
  await bar.getByText('about 2 minutes left').waitFor();
  await bar.getByRole('button', { name: 'Pause' }).click();
  await bar.getByText('Paused: 5 documents to go').waitFor();
  await bar.getByRole('button', { name: 'Go on' }).click();
  await bar.getByText('Reading: 5 documents to go').waitFor();
  await bar.getByRole('button', { name: '1 failed' }).click();
  await expect
    .poll(() => page.getByRole('combobox', { name: 'State' }).inputValue())
    .toBe('failed');
  expect(seen).toEqual([]);
});

test('a viewer sees how far the reading is, and cannot pause it', async () => {
  server.state.ingestion = halfRead();
  server.state.me.role = 'viewer';
  const { page } = await open('/documents');
  const bar = page.getByRole('region', { name: 'Reading of documents' });
  await bar.getByText('Reading: 5 documents to go').waitFor();
  expect(await bar.getByRole('button', { name: 'Pause' }).count()).toBe(0);
});

test('a conversation asks the bases that are chosen beside the question, from the first one on', async () => {
  server.state.bases.push(secondBase());
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await page.getByRole('button', { name: 'Ask: All documents' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Personnel' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ask: Personnel' }).waitFor();
  await ask(page, 'Who approves it?');
  await answered(page);
  const [conversation] = server.conversations.conversations.values();
  expect(conversation?.baseIds).toEqual(['base_2']);
  await page.getByRole('button', { name: 'Ask: Personnel' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'All documents' }).click();
  await expect.poll(() => conversation?.baseIds).toEqual([]);
  expect(seen).toEqual([]);
});

test('of many bases the one that is asked is found by its name, with the keyboard alone', async () => {
  const base = secondBase();
  for (let at = 1; at <= 200; at += 1)
    server.state.bases.push({ ...base, id: `base_many_${at}`, name: `Department ${at}` });
  const { page, seen } = await open();
  await page.getByRole('button', { name: 'Ask: All documents' }).focus();
  await page.keyboard.press('Enter');
  const find = page.getByRole('searchbox', { name: 'Find a knowledge base' });
  await find.fill('department 117');
  await expect.poll(() => page.getByRole('menuitemcheckbox').count()).toBe(1);
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const button = page.getByRole('button', { name: 'Ask: Department 117' });
  await expect.poll(() => button.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(seen).toEqual([]);
});

test('who looks after a base says how it answers, what to ask first, and who reads it', async () => {
  const { page, seen } = await open('/documents');
  await page.getByRole('combobox', { name: 'Knowledge base' }).selectOption('base_1');
  await page.getByRole('button', { name: 'Options of Documents' }).click();
  await page.getByRole('menuitem', { name: 'Look after it' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Handbook');
  await page.getByRole('textbox', { name: 'Instructions for answers' }).fill('Be brief.');
  await page
    .getByRole('textbox', { name: 'First questions' })
    .fill('Who decides?\n\nWhat is kept?');
  await page.getByRole('textbox', { name: 'Who can read it' }).fill('group:hr');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Handbook', level: 1 }).waitFor();
  expect(server.state.bases[0]).toMatchObject({
    name: 'Handbook',
    prompt: 'Be brief.',
    questions: ['Who decides?', 'What is kept?'],
    readers: ['group:hr'],
  });
  server.state.failing.set('/bases/', { status: 400, detail: 'Readers are everyone or group.' });
  await page.getByRole('textbox', { name: 'Who can read it' }).fill('all of us');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('Readers are everyone or group.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Who can read it' }).inputValue()).toBe(
    'all of us',
  );
  expect(seen.filter((line) => !line.includes('400'))).toEqual([]);
});
