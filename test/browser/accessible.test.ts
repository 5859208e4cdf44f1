import { beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { fullAnswer } from './answers.ts';
import { answered, ask, questionField } from './asking.ts';
import { axeViolations } from './axe.ts';
import { desk, phone } from './browser.ts';
import { ended } from './mock-evaluations.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();
beforeEach(async () => {
  server.state.answering = fullAnswer(server);
  const asked = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  for (const list of ['test-questions', 'evaluations'])
    await fetch(`${server.url}/api/v1/bases/base_1/${list}`, asked);
  server.state.evaluations = server.state.evaluations.map(ended);
});

const askFirst = async (page: Page): Promise<void> => {
  await ask(page, 'How long are records kept?');
  await answered(page);
};
const openSource = async (page: Page): Promise<void> => {
  await askFirst(page);
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  await page.locator('[data-highlight]').waitFor();
};
const states: Record<string, (page: Page) => Promise<void>> = {
  'at the start': (page) => page.getByRole('list', { name: 'Suggested questions' }).waitFor(),
  'with two answers': async (page) => {
    await askFirst(page);
    await ask(page, 'And exceptions?');
    await answered(page, 2);
  },
  'with a source open': openSource,
  'with a text source open': async (page) => {
    await askFirst(page);
    await page.getByRole('button', { name: 'Source 2 Exceptions policy' }).first().click();
    await page.locator('mark').waitFor();
  },
  'in the documents': async (page) => {
    await page.goto(`${server.url}/#/documents`);
    await page.getByText('Salaries 2026.pdf').waitFor();
  },
  'finding documents': async (page) => {
    await page.goto(`${server.url}/#/documents?q=handbook`);
    await page.getByText('1 document found').waitFor();
  },
  'finding no document': async (page) => {
    await page.goto(`${server.url}/#/documents?q=nowhere`);
    await page.getByText('No document is found').waitFor();
  },
  'looking after a base': async (page) => {
    await page.goto(`${server.url}/#/bases/base_1`);
    await page.getByRole('textbox', { name: 'First questions' }).waitFor();
  },
  'seeing what is asked': async (page) => {
    await page.goto(`${server.url}/#/bases/base_1/questions`);
    await page.getByText('Is there a bonus for night shifts?').waitFor();
  },
  'with an evaluation': async (page) => {
    await page.goto(`${server.url}/#/bases/base_1/tests`);
    await page.getByRole('row', { name: /Found/ }).waitFor();
  },
  'asking why': async (page) => {
    await askFirst(page);
    await page.getByRole('button', { name: 'Why this answer' }).click();
    await page.getByText('Not used: others fit better.').waitFor();
  },
  'with the shortcuts': async (page) => {
    await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
    await page.evaluate(() => document.body.focus());
    await page.getByRole('heading', { name: 'What would you like to know?' }).click();
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  },
  'with the search': async (page) => {
    server.conversations.create('How long are records kept?');
    await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search conversations' }).fill('records');
    await page.getByRole('option').first().waitFor();
  },
};

const looks = [
  { name: 'light', options: { ...desk, colorScheme: 'light' as const } },
  { name: 'dark', options: { ...desk, colorScheme: 'dark' as const } },
  { name: 'on a phone', options: { ...phone, colorScheme: 'light' as const } },
];
const cases = looks.flatMap((look) =>
  Object.entries(states)
    .filter(([name]) => look.name !== 'on a phone' || !/search|shortcuts/.test(name))
    .map(([state, reach]) => ({ ...look, state, reach })),
);

test.for(cases)('axe finds nothing $name $state', async ({ options, reach }) => {
  const { page, seen } = await open('/', options);
  await reach(page);
  await page.mouse.move(0, 0);
  const violations = await axeViolations(page);
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
  expect(seen).toEqual([]);
});

test('everything can be done with the keyboard alone', async () => {
  const { page, seen } = await open();
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  await page.keyboard.type('How long are records kept?');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('And why?');
  await page.keyboard.press('Enter');
  await answered(page);
  expect(server.state.bodies.at(-1)?.text).toBe('How long are records kept?\nAnd why?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-highlight]').waitFor();
  await page.keyboard.press(']');
  await page.locator('mark').waitFor();
  await page.keyboard.press('[');
  await page.locator('[data-highlight]').waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('complementary', { name: 'Source', exact: true })
    .waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Edit the question' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Messages' }).focus();
  const turns = server.state.turns.length;
  await page.keyboard.press('r');
  await expect.poll(() => server.state.turns.length).toBe(turns + 1);
  await page.keyboard.press('d');
  await page.getByRole('heading', { name: 'Documents' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search conversations' }).waitFor();
  await page.keyboard.type('records');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: 'Answer' }).first().waitFor();
  await page.keyboard.press('Control+Shift+o');
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  expect(seen).toEqual([]);
});

test('keys that an input method uses do not send the question', async () => {
  const { page } = await open();
  const field = questionField(page);
  await field.fill('きろく');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  await ask(page, '記録');
  await answered(page);
  expect(server.state.bodies.map(({ text }) => text)).toEqual(['記録']);
});

test('the state of an answer is announced', async () => {
  const { page } = await open();
  await askFirst(page);
  await page.getByRole('status').getByText('The answer is complete, with 4 citations.').waitFor();
});
