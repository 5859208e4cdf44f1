import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { fullAnswer } from './answers.ts';
import { axeViolations } from './axe.ts';
import { desk, openBrowser, phone, visit } from './browser.ts';
import { startMockServer, type MockServer } from './mock-server.ts';

let browser: Browser;
let server: MockServer;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startMockServer();
  server.state.answering = fullAnswer(server);
  const asked = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  for (const list of ['test-questions', 'evaluations'])
    await fetch(`${server.url}/api/v1/bases/base_1/${list}`, asked);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const answered = async (page: Page): Promise<void> => {
  await page
    .getByRole('textbox', { name: 'Question', exact: true })
    .fill('How long are records kept?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
};
const openSource = async (page: Page): Promise<void> => {
  await answered(page);
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  await page.locator('[data-highlight]').waitFor();
};
const states: Record<string, (page: Page) => Promise<void>> = {
  'at the start': (page) => page.getByRole('list', { name: 'Suggested questions' }).waitFor(),
  'with two answers': async (page) => {
    await answered(page);
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('And exceptions?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy the answer' }).nth(1).waitFor();
  },
  'with a source open': openSource,
  'with a text source open': async (page) => {
    await answered(page);
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
    await answered(page);
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
  const { page, seen, leave } = await visit(browser, server.url, options);
  await reach(page);
  await page.mouse.move(0, 0);
  const violations = await axeViolations(page);
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
  expect(seen).toEqual([]);
  await leave();
});

test('everything can be done with the keyboard alone', async () => {
  const { page, seen, leave } = await visit(browser, server.url);
  await page.getByRole('list', { name: 'Suggested questions' }).waitFor();
  await page.keyboard.type('How long are records kept?');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('And why?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  expect(server.state.bodies.at(-1)?.text).toBe('How long are records kept?\nAnd why?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-highlight]').waitFor();
  await page.keyboard.press(']');
  await page.locator('mark').waitFor();
  await page.keyboard.press('[');
  await page.locator('[data-highlight]').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('complementary', { name: 'Source', exact: true }).count()).toBe(0);
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
  await leave();
});

test('keys that an input method uses do not send the question', async () => {
  const { page, leave } = await visit(browser, server.url);
  const field = page.getByRole('textbox', { name: 'Question', exact: true });
  await field.fill('きろく');
  const turns = server.state.turns.length;
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  expect(await field.inputValue()).toBe('きろく');
  expect(server.state.turns.length).toBe(turns);
  await leave();
});

test('the state of an answer is announced', async () => {
  const { page, leave } = await visit(browser, server.url);
  await answered(page);
  await page.getByRole('status').getByText('The answer is complete, with 4 citations.').waitFor();
  await leave();
});
