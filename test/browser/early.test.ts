import { beforeEach, expect, test } from 'vitest';
import { fullAnswer } from './answers.ts';
import { answered, ask, questionField } from './asking.ts';
import { desk, phone } from './browser.ts';
import { holdAnswers, holdRequests } from './hold-back.ts';
import { secondBase } from './mock-bases.ts';
import { blank } from './mock-documents.ts';
import { withMockServer } from './set-up.ts';

/** What a person does before the page has heard from the server is neither lost nor undone. */
const { server, open } = withMockServer();
beforeEach(() => {
  server.state.answering = fullAnswer(server);
});

const guide = {
  ...blank,
  id: 'doc_guide',
  name: 'Guide.md',
  title: 'Guide',
  mediaType: 'text/markdown',
  format: 'markdown',
  bytes: 1_000,
  versionId: 'ver_guide',
  metadata: { tags: ['even'] },
};

/** Where words stand in the handbook. */
const places = (words: string): number[] =>
  [...(server.state.citable[0]?.text.text ?? '').matchAll(new RegExp(words, 'gi'))].map(
    ({ index }) => index,
  );

const answers = /\/api\/v1\/conversations\/conv_\d+$/;

test('a theme that is chosen before the preferences are known changes nothing else of them', async () => {
  server.state.preferences = { theme: 'light', baseIds: ['base_1'] };
  const { page } = await open('/', { ...desk, colorScheme: 'light' });
  await page.getByRole('button', { name: 'Dark theme' }).waitFor();
  const preferences = await holdAnswers(page, /\/me\/preferences$/);
  await page.reload();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  preferences.release();
  await page.getByRole('button', { name: 'Light theme' }).waitFor();
  await expect.poll(() => server.state.preferences.theme).toBe('dark');
  expect(server.state.preferences.baseIds).toEqual(['base_1']);
});

test('a question that is asked before the preferences are known goes to the bases they name', async () => {
  server.state.bases.push(secondBase());
  server.state.preferences = { theme: 'system', baseIds: ['base_2'] };
  const { page } = await open();
  await page.getByRole('button', { name: 'Ask: Personnel' }).waitFor();
  const preferences = await holdAnswers(page, /\/me\/preferences$/);
  await page.reload();
  await ask(page, 'Who approves it?');
  await preferences.held;
  expect(await page.getByRole('button', { name: /^Ask: / }).count()).toBe(0);
  preferences.release();
  await answered(page);
  const [conversation] = server.conversations.conversations.values();
  expect(conversation?.baseIds).toEqual(['base_2']);
});

test('what is said of an answer stays said, also before the page has read how it was stored', async () => {
  const { page } = await open();
  await questionField(page).waitFor();
  const stored = await holdAnswers(page, answers);
  await ask(page, 'How long are records kept?');
  await stored.held;
  const bad = page.getByRole('button', { name: 'Bad answer' });
  await bad.click();
  await expect
    .poll(() => [...server.conversations.messages.values()].at(-1)?.feedback)
    .toEqual(['negative']);
  stored.release();
  await page.getByRole('group', { name: 'What was wrong' }).waitFor();
  expect(await bad.getAttribute('aria-pressed')).toBe('true');
});

test('what was said goes on being shown while the next question is asked at once', async () => {
  const { page } = await open();
  await questionField(page).waitFor();
  const stored = await holdAnswers(page, answers);
  await ask(page, 'How long are records kept?');
  await answered(page);
  server.state.answering = (turn) => turn.say('As long as somebody asks.');
  await ask(page, 'And exceptions?');
  await page.getByText('As long as somebody asks.').waitFor();
  expect(await page.getByRole('article', { name: 'Question' }).allTextContents()).toEqual([
    'How long are records kept?',
    'And exceptions?',
  ]);
  stored.release();
});

test('Enter opens what is found for the words that were typed, not for those before', async () => {
  for (const title of ['Records', 'Travel']) server.conversations.create(title);
  const { page } = await open();
  await page.getByRole('button', { name: 'Search' }).click();
  const field = page.getByRole('combobox', { name: 'Search conversations' });
  await field.fill('records');
  await page.getByRole('option', { name: 'Records' }).waitFor();
  const found = await holdAnswers(page, /search\?q=travel/);
  await field.fill('travel');
  await found.held;
  await field.press('Enter');
  found.release();
  await page.getByRole('heading', { name: 'Travel', level: 1 }).waitFor();
});

test.for(['in the question', 'nowhere'])(
  'what is typed before a search is there goes into its field: with the focus %s',
  async (focus) => {
    const { page } = await open();
    await ask(page, 'How long are records kept?');
    await answered(page);
    if (focus === 'nowhere') await questionField(page).blur();
    const dialog = await holdRequests(page, /\/assets\/search-dialog/);
    await page.keyboard.press('Control+k');
    await dialog.held;
    await page.keyboard.type('record'); // each of which is a shortcut, too: to ask again, to leave
    dialog.release();
    const field = page.getByRole('combobox', { name: 'Search conversations' });
    await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.type('s');
    expect(await field.inputValue()).toBe('records');
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await questionField(page).inputValue()).toBe('');
    expect(server.state.turns.length).toBe(1);
  },
);

test('a dialog that has not come can be left, and then does not come', async () => {
  const { page } = await open();
  await questionField(page).blur();
  const dialog = await holdRequests(page, /\/assets\/search-dialog/);
  await page.keyboard.press('Control+k');
  await dialog.held;
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  const loaded = page.waitForResponse(/\/assets\/search-dialog/);
  dialog.release();
  await (await loaded).finished();
  await page.getByText('Salaries 2026.pdf').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('what is written while the settings of a base are being saved stays written', async () => {
  const { page } = await open('/bases/base_1');
  const saved = await holdAnswers(page, /\/bases\/base_1$/, 'PATCH');
  await page.getByRole('textbox', { name: 'Name' }).fill('Handbook');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved.held;
  await page.getByRole('textbox', { name: 'Instructions for answers' }).fill('Be brief.');
  saved.release();
  await page.getByRole('heading', { name: 'Handbook', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => server.state.bases[0]?.prompt).toBe('Be brief.');
});

test('what is chosen while words are being typed stays chosen, and the words stay as typed', async () => {
  server.state.views.push(guide);
  const { page } = await open('/documents');
  await page.getByRole('button', { name: 'even 1' }).waitFor();
  const field = page.getByRole('searchbox', { name: 'Find documents' });
  await field.focus();
  // Faster than any pause, however slow the machine.
  await page.evaluate(() => {
    document.execCommand('insertText', false, 'guide ');
    document.querySelector<HTMLElement>('button.chip')?.click();
  });
  await page.waitForURL(/q=guide/);
  await page.getByRole('button', { name: 'even 1', pressed: true }).waitFor();
  expect(await field.inputValue()).toBe('guide ');
});

test('a page that is turned to stays while more of what was found is being marked', async () => {
  const { page } = await open('/documents/doc_handbook');
  await page.getByText('Page 1 of 3').waitFor();
  const [first, second] = places('every');
  if (!first || !second) throw new Error('The word stands there twice');
  const marks = await holdAnswers(page, new RegExp(`places\\?start=${second}&`));
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in the document' }).fill('every');
  await page.locator('[data-highlight=current]').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('Page 3 of 3').waitFor();
  const marked = page.waitForResponse(new RegExp(`places\\?start=${second}&`));
  marks.release();
  await (await marked).finished();
  await page.getByRole('button', { name: 'Previous page' }).click();
  await page.locator('[data-highlight=found]').waitFor();
  await page.getByText('Page 2 of 3').waitFor();
});

test('Enter in a search goes through what is seen, and other words begin at the first place', async () => {
  const { page } = await open('/documents/doc_handbook');
  await page.getByRole('button', { name: 'Find in the document' }).click();
  const field = page.getByRole('textbox', { name: 'Find in the document' });
  await field.fill('and');
  const count = page.getByRole('search').getByRole('status');
  await count.getByText(/^1 of/).waitFor();
  const found = await holdAnswers(page, /find\?q=every/);
  await field.fill('every');
  await found.held;
  await field.press('Enter');
  found.release();
  await count.getByText('1 of 2').waitFor();
});

test('a source that is closed leaves the focus where it has gone meanwhile', async () => {
  const { page } = await open();
  await ask(page, 'How long are records kept?');
  await page.getByRole('button', { name: 'Source 1 ACME Handbook' }).click();
  await page.locator('[data-highlight]').waitFor();
  await questionField(page).fill('And exceptions?');
  await questionField(page).press('Escape');
  await page
    .getByRole('complementary', { name: 'Source', exact: true })
    .waitFor({ state: 'detached' });
  await page.keyboard.type(' For whom?');
  expect(await questionField(page).inputValue()).toBe('And exceptions? For whom?');
});

test('on a phone a source that is closed and opened again at once stays open', async () => {
  const { page } = await open('/', phone);
  await ask(page, 'How long are records kept?');
  const chip = page.getByRole('button', { name: 'Source 1 ACME Handbook' });
  await chip.tap();
  const sheet = page.getByRole('dialog', { name: 'Source' });
  await sheet.locator('[data-highlight]').waitFor();
  await page.evaluate(async () => {
    const press = (name: string) =>
      document.querySelector<HTMLElement>(`button[aria-label="${name}"]`)?.click();
    press('Close the source');
    await new Promise(requestAnimationFrame);
    press('Source 1 ACME Handbook');
  });
  await sheet.locator('[data-highlight]').waitFor();
  await expect.poll(() => page.evaluate(() => history.state?.sheet)).toBe(true);
  expect(await sheet.count()).toBe(1);
  await page.goBack();
  await sheet.waitFor({ state: 'detached' });
  await chip.waitFor();
});
