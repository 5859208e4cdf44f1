import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { answered, ask } from './asking.ts';
import { untilRead, withWholeServer } from './set-up.ts';

const examples = fileURLToPath(new URL('../../examples/documents', import.meta.url));

const whole = withWholeServer({ serves: [examples] });
beforeAll(() => untilRead(whole.person, 1));

test('a suggested question is answered from the documents, and its citation leads to the words', async () => {
  const { page, seen } = await whole.open();
  await page.getByRole('list', { name: 'Suggested questions' }).getByRole('button').first().click();
  await answered(page);
  const answer = page.getByRole('article', { name: 'Answer' });
  await answer.locator('.markdown cite button').first().click();
  await page.locator('[data-highlight], mark').first().waitFor();
  expect(seen).toEqual([]);
});

test('the words of a PDF are highlighted where they stand on its page', async () => {
  const { page, seen } = await whole.open();
  await ask(page, 'How long is the probation period in the employee handbook?');
  const chip = page.getByRole('button', { name: /^Source \d+ .*Handbook/i }).first();
  await chip.click();
  const highlight = page.locator('[data-highlight]').first();
  await highlight.waitFor();
  const wordsUnder = () =>
    highlight.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return [...document.querySelectorAll('.textLayer span')].filter((span) => {
        const { top, bottom } = span.getBoundingClientRect();
        return top < box.bottom && bottom > box.top;
      }).length;
    });
  await expect.poll(wordsUnder).toBeGreaterThan(0);
  expect(seen).toEqual([]);
});

test('a file added on the page is read and can be asked', async () => {
  const { page, seen } = await whole.open();
  await page.getByRole('link', { name: 'Documents' }).click();
  const buffer = Buffer.from('The ceramic heron stands in the archive on the fourth floor.');
  const files = [{ name: 'heron.txt', mimeType: 'text/plain', buffer }];
  await page.getByLabel('Files to add').setInputFiles(files);
  const row = page
    .getByRole('listitem')
    .filter({ hasText: 'heron.txt' })
    .filter({ hasText: 'Ready' });
  await row.first().waitFor();
  await page.getByRole('link', { name: 'New conversation' }).click();
  await ask(page, 'Where does the ceramic heron stand?');
  await page.getByRole('article', { name: 'Answer' }).getByText('on the fourth floor').waitFor();
  expect(seen).toEqual([]);
});
