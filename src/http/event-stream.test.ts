import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventStream, frame, type Reader } from './event-stream.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };

const source = (ends = false) => {
  const seen = { pulled: 0, returned: false };
  const frames = async function* () {
    try {
      for (;;) {
        seen.pulled += 1;
        yield frame({ n: seen.pulled });
        if (ends) return;
      }
    } finally {
      seen.returned = true;
    }
  };
  return { seen, frames: frames() };
};
const watched = (stillAllowed = true) => {
  const rights = new AbortController();
  const reader: Reader = {
    signal: rights.signal,
    log,
    checkRights: async () => {
      if (!stillAllowed) rights.abort();
    },
    close: () => rights.abort(),
  };
  return { reader, rights };
};
async function* never(signal: AbortSignal): AsyncGenerator<string> {
  await sleep(60_000, undefined, { signal }).catch(silent);
  yield* [];
}

test('a reader that does not read costs one frame', async () => {
  const { seen, frames } = source();
  const response = eventStream(frames, watched().reader);
  await sleep(20);
  expect(seen.pulled).toBeLessThanOrEqual(1);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  await sleep(20);
  expect(seen.pulled).toBeLessThanOrEqual(2);
  await reader?.cancel();
  expect(seen.returned).toBe(true);
});

test('a stream says how to come back, then its frames, and ends', async () => {
  const { seen, frames } = source(true);
  expect(await eventStream(frames, watched().reader).text()).toMatch(
    /^retry: \d{4}\n\ndata: {"n":1}\n\n$/,
  );
  expect(seen.returned).toBe(true);
});

test('silence is filled with comments', async () => {
  const { reader, rights } = watched();
  const response = eventStream(never(rights.signal), reader, 5);
  const body = response.body?.getReader();
  const texts = [];
  for (let at = 0; at < 3; at += 1) {
    const step = await body?.read();
    texts.push(new TextDecoder().decode(step?.value));
  }
  expect(texts.slice(1)).toEqual([': \n\n', ': \n\n']);
  rights.abort();
  expect((await body?.read())?.done).toBe(true);
});

test('who may not read any more is let go at the next heartbeat', async () => {
  const { reader, rights } = watched(false);
  const text = await eventStream(never(rights.signal), reader, 5).text();
  expect(text).not.toContain('data:');
});

test('a source that fails breaks the stream instead of ending it well', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield frame(1);
    throw new Error('lost');
  }
  const { reader } = watched();
  await expect(eventStream(failing(), reader).text()).rejects.toThrow('lost');
  expect(reader.signal.aborted).toBe(true); // nothing of the reader is kept
});
