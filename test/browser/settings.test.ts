import { expect, test } from 'vitest';
import { signIn } from '../../testing/session.ts';
import { desk } from './browser.ts';
import { withWholeServer } from './set-up.ts';

const whole = withWholeServer();

/** The page of somebody who has signed in, and the same person outside of it. */
const open = async (place?: string) => {
  const session = await signIn(whole.server);
  const [name = '', value = ''] = session.cookie.split('=');
  const visited = await whole.open(place, {
    ...desk,
    storageState: {
      cookies: [
        {
          name,
          value,
          domain: '127.0.0.1',
          path: '/',
          expires: -1,
          httpOnly: true,
          secure: false,
          sameSite: 'Strict' as const,
        },
      ],
      origins: [],
    },
  });
  return { ...visited, session };
};

const withKey = (key: string): Promise<Response> =>
  fetch(`${whole.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });

test('a key is shown once, works, and is refused when it is revoked', async () => {
  const { page, seen } = await open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Name of the key' }).fill('Nightly report');
  await page.getByRole('button', { name: 'Create' }).click();
  const key = await page.locator('[role=status] code').textContent();
  expect((await withKey(key ?? '')).status).toBe(200);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('asks, reads documents').waitFor();
  expect(await page.getByText(key ?? '', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Revoke Nightly report' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect.poll(() => page.getByText('Nightly report').count()).toBe(0);
  expect((await withKey(key ?? '')).status).toBe(401);
  expect(seen).toEqual([]);
});

test('all conversations are deleted after a question back', async () => {
  const { page, session, seen } = await open();
  await session.fetch('/api/v1/conversations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Travel limits' }),
  });
  await page.reload();
  await page.getByRole('link', { name: 'Travel limits' }).waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete all' }).click();
  await page.getByText('One conversation is deleted.').waitFor();
  await page.getByText('Your conversations will be listed here.').waitFor();
  expect(seen).toEqual([]);
});

test('a knowledge base is made, renamed and deleted', async () => {
  const { page, seen } = await open('/documents');
  await page.getByRole('button', { name: 'New base' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Contracts');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'Options of Contracts' }).click();
  await page.getByRole('menuitem', { name: 'Look after it' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Agreements');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Agreements', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Documents', exact: true }).last().click();
  await page
    .getByRole('combobox', { name: 'Knowledge base' })
    .selectOption({ label: 'Agreements (0)' });
  await page.getByRole('button', { name: 'Options of Agreements' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => page.getByRole('option', { name: /Agreements/ }).count()).toBe(0);
  expect(seen).toEqual([]);
});
