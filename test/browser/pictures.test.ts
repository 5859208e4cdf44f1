import { beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { ask } from './asking.ts';
import { withMockServer } from './set-up.ts';

const { server, open } = withMockServer();
beforeEach(() => {
  server.state.me.answers = { kind: 'generated', model: 'a model', vision: true };
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const named = (name: string, mimeType = 'image/png', buffer = png) => ({ name, mimeType, buffer });

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
  const { page, seen } = await open();
  await page.getByLabel('Files to attach').setInputFiles([named('picked.png')]);
  await give(page, 'paste', 'pasted.png');
  await give(page, 'drop', 'dropped.png');
  const images = page.getByRole('list', { name: 'Images' });
  await expect.poll(() => images.getByRole('img').count()).toBe(3);
  await images.getByRole('button', { name: 'Remove pasted.png' }).click();
  await ask(page, 'What is on these?');
  const asked = page.getByRole('article', { name: 'Question' });
  await asked.getByRole('img', { name: 'picked.png' }).waitFor();
  await expect.poll(() => server.state.bodies.length).toBe(1); // it is shown before it has arrived
  const sent = server.state.bodies[0]?.images;
  expect(sent?.map(({ name }) => name)).toEqual(['picked.png', 'dropped.png']);
  expect(sent?.[0]?.dataUrl).toBe(`data:image/png;base64,${png.toString('base64')}`);
  expect(seen).toEqual([]);
});

test('what cannot be read as an image is refused with the reason', async () => {
  const { page, seen } = await open();
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
  await expect.poll(() => images.getByRole('img').count()).toBe(5);
  expect(seen).toEqual([]);
});

test('a model that does not see is given images as attached files', async () => {
  server.state.me.answers = { kind: 'generated', model: 'a model', vision: false };
  const { page } = await open();
  await page.getByLabel('Files to attach').setInputFiles([named('scan.png')]);
  await page.getByRole('list', { name: 'Attached files' }).getByText('scan.png').waitFor();
  expect(await page.getByRole('list', { name: 'Images' }).count()).toBe(0);
});
