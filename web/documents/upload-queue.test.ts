import { expect, test } from 'vitest';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { RequestProblem } from '../api/request.ts';
import type { Upload } from '../api/upload.ts';
import { createUploadQueue } from './upload-queue.ts';

const document: DocumentView = JSON.parse('{"id":"doc_1","state":"queued"}');
const files = (...names: string[]) => names.map((name) => ({ name, file: new File(['x'], name) }));

/** A queue whose uploads the test ends. */
const held = () => {
  const open: (Upload & { done: () => void; fail: (error: unknown) => void })[] = [];
  const queue = createUploadQueue(
    (upload) =>
      new Promise((resolve, reject) => {
        open.push({ ...upload, done: () => resolve(document), fail: reject });
      }),
  );
  return { queue, open, states: () => queue.items().map(({ state }) => state) };
};
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('three files are on their way at once; the next one begins when one has arrived', async () => {
  const { queue, open, states } = held();
  queue.add('/documents', files('a', 'b', 'c', 'd'));
  expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting']);
  open[0]?.done();
  await settle();
  expect(states()).toEqual(['sent', 'sending', 'sending', 'sending']);
  expect(queue.items()[0]?.document).toEqual(document);
  queue.clear();
  expect(states()).toEqual(['sending', 'sending', 'sending']);
});

test('a refused file says why and does not hold up the others', async () => {
  const { queue, open } = held();
  queue.add('/documents', files('a', 'b', 'c', 'd'));
  open[1]?.fail(new RequestProblem(415, { detail: 'Files of this kind cannot be read.' }));
  await settle();
  expect(queue.items()[1]).toMatchObject({
    state: 'failed',
    reason: 'Files of this kind cannot be read.',
  });
  expect(open).toHaveLength(4);
});

test('progress is shown, and a removed file is cancelled', () => {
  const { queue, open } = held();
  queue.add('/documents', files('a'));
  open[0]?.onProgress(0.5);
  expect(queue.items()[0]?.progress).toBe(0.5);
  queue.remove(queue.items()[0]?.key ?? 0);
  expect(open[0]?.signal.aborted).toBe(true);
  expect(queue.items()).toEqual([]);
});
