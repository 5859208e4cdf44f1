import { expect, test } from 'vitest';
import { citationOf, fullAnswer, sourcesOf } from './answers.ts';
import { ask, questionField } from './asking.ts';
import { desk, phone } from './browser.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();

test('a window that shrinks and grows keeps the page of the PDF that is open', async () => {
  server.state.answering = fullAnswer(server);
  const { page, seen } = await open();
  await ask(page, 'How long?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  const column = page.getByRole('complementary', { name: 'Source', exact: true });
  await column.locator('[data-highlight]').waitFor();
  await page.setViewportSize(phone.viewport);
  await page.getByRole('dialog', { name: 'Source' }).locator('[data-highlight]').waitFor();
  await page.setViewportSize(desk.viewport);
  await column.locator('[data-highlight]').waitFor();
  expect(seen).toEqual([]);
});

test('a source that cannot be shown says so; the answer and the question stay', async () => {
  server.state.answering = (turn) => {
    const [first] = sourcesOf(server);
    if (!first) return;
    const broken = { ...citationOf(first, 9), versionId: 'broken' };
    turn.say('It is so.');
    turn.emit({ type: 'data-citation', id: broken.id, data: broken });
    turn.end();
  };
  const { page } = await open();
  await page.route('**/versions/broken/text*', (route) => route.fulfill({ json: {} }));
  await ask(page, 'How long?');
  await page
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  await page.getByText('This source cannot be shown.').waitFor();
  await page.getByText('It is so.').waitFor();
  await page.getByRole('button', { name: 'Close the source' }).click();
  await questionField(page).fill('Still here?');
});

test('an answer that cannot be drawn is shown as its bare text, the others as ever', async () => {
  server.state.answering = (turn) => {
    const [first] = sourcesOf(server);
    if (!first) return;
    turn.say('It is **so**.');
    const broken = JSON.parse(JSON.stringify({ ...citationOf(first, 9), headings: null }));
    turn.emit({ type: 'data-citation', id: 'broken', data: broken });
    turn.end();
  };
  const { page } = await open();
  await ask(page, 'How long?');
  await page.getByText('This answer cannot be shown as it should be').waitFor();
  await page.getByText('It is **so**.').waitFor();
  server.state.answering = fullAnswer(server);
  await ask(page, 'How long?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).waitFor();
});
