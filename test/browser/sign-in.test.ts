import { expect, test } from 'vitest';
import { DEFAULT_TENANT } from '../../src/domain/tenant.ts';
import { desk } from './browser.ts';
import { withWholeServer } from './set-up.ts';

const whole = withWholeServer();
const nobody = desk;

/** The place of a link as the server prints it. */
const link = async (): Promise<string> => {
  const { token } = await whole.server.docent.access.signInLink({ tenant: DEFAULT_TENANT });
  return `/sign-in?token=${token}`;
};

test('the printed link signs in, until one signs out', async () => {
  const { page, seen } = await whole.open(await link(), nobody);
  const start = page.getByRole('heading', { name: 'What would you like to know?' });
  await start.waitFor();
  expect(page.url()).toBe(`${whole.server.url}/#/`);
  await page.reload();
  await start.waitFor();
  expect(seen).toEqual([]); // nothing was asked before we were somebody
  const status = (): Promise<number> =>
    page.evaluate(async () => (await fetch('/api/v1/me')).status);
  expect(await status()).toBe(200);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'Sign-in link' }).waitFor();
  expect(await status()).toBe(401);
});

test('a link works once: somebody else who has it reads so, whoever it signed in goes on', async () => {
  const used = await link();
  const mine = await whole.open(used, nobody);
  await mine.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
  const theirs = await whole.open(used, nobody);
  await theirs.page.getByRole('alert').getByText(/used/).waitFor();
  expect(await theirs.page.getByRole('textbox', { name: 'Question' }).count()).toBe(0);
  await mine.page.goto('about:blank');
  await mine.page.goto(`${whole.server.url}/#${used}`);
  await mine.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
});
