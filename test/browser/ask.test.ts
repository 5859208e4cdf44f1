import { expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { approves, citationOf, fullAnswer, kept, sourcesOf } from './answers.ts';
import { answered, ask } from './asking.ts';
import { phone } from './browser.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

/** By how many pixels two boxes differ, at one moment: the page may still be scrolling to them. */
const apart = async (one: Locator, other: Locator): Promise<number> =>
  one.evaluate(
    (first, second) => {
      const [box, words] = [first, second].map((each) => each.getBoundingClientRect());
      return box && words
        ? Math.max(Math.abs(box.y - words.y), Math.abs(box.width - words.width))
        : Number.NaN;
    },
    await other.evaluateHandle((element) => element),
  );
const running = async (at: number) => {
  await expect.poll(() => server.state.turns.length).toBe(at + 1);
  const turn = server.state.turns[at];
  if (!turn) throw new Error('No turn');
  return turn;
};

test('a question is answered; a citation opens the page of the PDF with the words highlighted', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await ask(page, 'How long are records kept?');
  await page.getByText('seven years').first().waitFor();
  const chip = page.getByRole('button', { name: 'Source 1 ACME Handbook' });
  await chip.hover();
  await page.getByText(`“${kept}”`).waitFor();
  await chip.click();
  const panel = page.getByRole('complementary', { name: 'Source', exact: true });
  const [highlight, words] = [
    panel.locator('[data-highlight]'),
    panel.locator('.textLayer').getByText(kept),
  ];
  await expect.poll(() => apart(highlight, words)).toBeLessThan(12);
  await panel.getByText('Page 2 of 3').waitFor();
  expect(page.workers()).toHaveLength(1); // pages are read beside the page, not in it
  expect(seen).toEqual([]);
});

test('other formats open as text with the words marked; next and previous go through the citations', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await ask(page, 'Who approves?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  await page.getByRole('button', { name: 'Next source' }).click();
  const panel = page.getByRole('complementary', { name: 'Source', exact: true });
  await panel.getByRole('columnheader', { name: 'Region' }).waitFor();
  expect(await panel.locator('mark').allTextContents()).toEqual([approves]);
  await page.getByRole('button', { name: 'Next source' }).click();
  await panel.getByText('Docent has not checked it').waitFor();
  await page.getByRole('button', { name: 'Next source' }).click();
  await panel.getByText('the whole passage is highlighted').waitFor();
  await page.getByRole('button', { name: 'Close the source' }).click();
  await panel.waitFor({ state: 'detached' });
  expect(seen).toEqual([]);
});

test('a place that cannot be found highlights nothing and says so; a changed document is said to be', async () => {
  const [, policy] = server.state.citable;
  if (policy) policy.text.current = false;
  server.state.answering = (turn) => {
    const [, second] = sourcesOf(server);
    if (!second) return;
    turn.say('It is so.');
    const moved = { ...citationOf(second, 9), start: (second.start ?? 0) + 3 };
    turn.emit({ type: 'data-citation', id: moved.id, data: moved });
    turn.end();
  };
  const { page } = await open();
  await ask(page, 'Is it?');
  await page.getByRole('button', { name: 'Source 2 Exceptions policy' }).click();
  await page.getByText('could not be found here').waitFor();
  await page.getByText('has changed since').waitFor();
  await page.getByText(approves).waitFor();
  expect(await page.locator('mark').count()).toBe(0);
});

test('a page that is loaded again in the middle of an answer shows all of it and goes on', async () => {
  const { page, seen } = await open();
  await ask(page, 'How long?');
  const turn = await running(0);
  turn.say('Records are kept ');
  await page.getByText('Records are kept').waitFor();
  await page.reload();
  await page.getByText('Records are kept').waitFor();
  turn.say('for seven years.');
  turn.end();
  await page.getByText('Records are kept for seven years.').waitFor();
  await answered(page);
  expect(await page.getByText('How long?').count()).toBeGreaterThan(0);
  expect(seen).toEqual([]);
});

test('a lost connection is told, and the answer goes on without losing or repeating a word', async () => {
  const { page } = await open();
  await ask(page, 'How long?');
  const turn = await running(0);
  turn.say('One two ');
  await page.getByText('One two').waitFor();
  await page.context().setOffline(true);
  turn.cut();
  await page.getByText('You are offline').waitFor();
  await page.getByText('Reconnecting…').waitFor();
  turn.say('three four ');
  await page.context().setOffline(false);
  turn.say('five.');
  turn.end();
  const answer = page.getByRole('article', { name: 'Answer' });
  await answer.getByText('One two three four five.', { exact: true }).waitFor();
});

test('an interrupted answer keeps its text and marks what was not saved', async () => {
  const { page } = await open();
  await ask(page, 'How long?');
  const turn = await running(0);
  turn.say('This is kept. This is not.');
  const problem = { code: 'interrupted', detail: 'The server ended.', retryable: true };
  turn.end('interrupted', { storedLength: 13, problem });
  const lost = page.getByRole('region', { name: 'Not saved' });
  await lost.getByText('This is not.').waitFor();
  await page.getByText('The answer was interrupted.').waitFor();
  expect(await page.getByText('This is kept.').count()).toBe(1);
});

test('a refused question is told with the reason, and can be tried again', async () => {
  const { page } = await open();
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  server.state.failing.set('/turns', { status: 429, detail: 'Too many questions for now.' });
  await ask(page, 'How long?');
  await page.getByText('Too many questions for now.', { exact: true }).waitFor();
  server.state.failing.clear();
  server.state.answering = fullAnswer(server);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('seven years').first().waitFor();
  expect(server.state.bodies.map(({ text, parentId }) => ({ text, parentId }))).toEqual([
    { text: 'How long?', parentId: null },
  ]);
});

test('stop, another answer, an edit, and back to the branch before', async () => {
  const { page, seen } = await open();
  await ask(page, 'First?');
  (await running(0)).say('A first answer that is long');
  await page.getByText('A first answer').waitFor();
  await page.getByRole('button', { name: 'Stop the answer' }).click();
  await page.getByText('You stopped this answer.').waitFor();
  await page.getByRole('button', { name: 'Answer again' }).click();
  const second = await running(1);
  second.say('A second answer.');
  second.end();
  await page.getByText('A second answer.').waitFor();
  await page.getByText('2 / 2').waitFor();
  await page.getByRole('button', { name: 'Previous branch' }).click();
  await page.getByText('A first answer').waitFor();
  await page.getByText('1 / 2').waitFor();
  await page.getByRole('article', { name: 'Question' }).hover();
  await page.getByRole('button', { name: 'Edit the question' }).click();
  await page.getByRole('textbox', { name: 'Edit the question' }).fill('Changed?');
  await page.getByRole('button', { name: 'Ask again' }).click();
  const third = await running(2);
  expect(server.state.bodies.at(-1)).toMatchObject({ text: 'Changed?', parentId: null });
  third.say('A third answer.');
  third.end();
  await page.getByText('A third answer.').waitFor();
  await page.getByText('2 / 2').waitFor();
  expect(seen).toEqual([]);
});

test('on a phone the source is a sheet over the answer, and the conversations a drawer', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open('/', phone);
  await ask(page, 'How long?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Source' });
  await sheet.locator('[data-highlight]').waitFor();
  await sheet.getByRole('button', { name: 'Close the source' }).tap();
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).tap();
  await sheet.locator('[data-highlight]').waitFor();
  await page.goBack(); // takes the sheet away, not the conversation
  await sheet.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Conversations' }).tap();
  await page.getByRole('dialog').getByText('How long?').waitFor();
  await page.getByRole('dialog').getByRole('link', { name: 'Documents' }).tap();
  await page.getByText('Salaries 2026.pdf').waitFor();
  await page.goBack();
  await answered(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(sideways).toBeLessThanOrEqual(0);
  expect(seen).toEqual([]);
});
