import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from './browser.ts';
import { startMockServer, type MockServer } from './mock-server.ts';

let browser: Browser;
let server: MockServer;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startMockServer();
  server.state.me.answers = { kind: 'generated', model: 'a model', vision: true };
});
afterEach(() => server.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const named = (name: string, mimeType = 'image/png', buffer = png) => ({ name, mimeType, buffer });
const field = (page: Page) => page.getByRole('textbox', { name: 'Question', exact: true });

/** A paste or a drop as the browser makes it. */
const give = (page: Page, how: 'paste' | 'drop', name: string): Promise<void> =>
  page.evaluate(
    ({ how, name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      const init = { bubbles: true, cancelable: true };
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: data })
          : new ClipboardEvent('paste', { ...init, clipboardData: data });
      document.querySelector('textarea')?.dispatchEvent(event);
    },
    { how, name, bytes: [...png] },
  );

test('images are picked, pasted and dropped, and go with the question', async () => {
  const { page, seen, leave } = await visit(browser, server.url);
  await page.getByLabel('Files to attach').setInputFiles([named('picked.png')]);
  await give(page, 'paste', 'pasted.png');
  await give(page, 'drop', 'dropped.png');
  const images = page.getByRole('list', { name: 'Images' });
  await images.getByRole('img', { name: 'dropped.png' }).waitFor();
  await images.getByRole('button', { name: 'Remove pasted.png' }).click();
  await field(page).fill('What is on these?');
  await field(page).press('Enter');
  const asked = page.getByRole('article', { name: 'Question' });
  await asked.getByRole('img', { name: 'picked.png' }).waitFor();
  const sent = server.state.bodies.at(-1)?.images;
  expect(sent?.map(({ name }) => name)).toEqual(['picked.png', 'dropped.png']);
  expect(sent?.[0]?.dataUrl).toBe(`data:image/png;base64,${png.toString('base64')}`);
  expect(seen).toEqual([]);
  await leave();
});

test('what cannot be read as an image is refused with the reason', async () => {
  const { page, seen, leave } = await visit(browser, server.url);
  const files = [
    named('drawing.svg', 'image/svg+xml'),
    named('huge.png', 'image/png', Buffer.alloc(6_000_001)),
  ];
  await page.getByLabel('Files to attach').setInputFiles(files);
  const images = page.getByRole('list', { name: 'Images' });
  await images.getByText('Only PNG, JPEG, WebP and GIF').waitFor();
  await images.getByText('6 MB at most').waitFor();
  const six = Array.from({ length: 6 }, (_, index) => named(`${index}.png`));
  await page.getByLabel('Files to attach').setInputFiles(six);
  await images.getByText('5 images at most').waitFor();
  expect(await images.getByRole('img').count()).toBe(5);
  expect(seen).toEqual([]);
  await leave();
});

test('a model that does not see is given images as attached files', async () => {
  server.state.me.answers = { kind: 'generated', model: 'a model', vision: false };
  const { page, leave } = await visit(browser, server.url);
  await page.getByLabel('Files to attach').setInputFiles([named('scan.png')]);
  await page.getByRole('list', { name: 'Attached files' }).getByText('scan.png').waitFor();
  expect(await page.getByRole('list', { name: 'Images' }).count()).toBe(0);
  await leave();
});
