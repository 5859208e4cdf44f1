import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { type EmbeddingBehaviour, FAKE_DIMENSIONS } from '../testing/fake-upstream/embeddings.ts';
import { startFakeUpstream } from '../testing/fake-upstream.ts';
import { startServer } from '../testing/start-server.ts';

/** Whatever goes wrong with vectors, documents are found by their words, and by meaning as soon as it goes well. */

const faults: [name: string, behaviour: EmbeddingBehaviour][] = [
  ['a rate limit', { status: 429, headers: { 'retry-after': '1' } }],
  ['a missing vector', { fault: 'partial' }],
  ['wrong dimensions', { dimensions: 7 }],
  ['NaN', { fault: 'nan', at: [0, 1, 2, 3] }],
  ['a server error', { status: 503 }],
  ['nonsense', { fault: 'no-json' }],
];

type Hits = { hits: { text: string }[] };

// Nearly all of it is waiting: for the folder to be looked at, and for the next try.
test.concurrent.for(faults)('%s', async ([, behaviour], { expect }) => {
  const upstream = await startFakeUpstream();
  upstream.embeddings.script([{}]);
  const served = await mkdtemp(join(tmpdir(), 'docent-served-'));
  const write = (days: number) =>
    writeFile(join(served, 'leave.md'), `Everybody has ${days} days of leave.`);
  await write(25);
  const server = await startServer({
    env: {
      DOCENT_EMBEDDING_BASE_URL: `${upstream.url}/v1`,
      DOCENT_EMBEDDING_MODEL: 'meaning',
      DOCENT_EMBEDDING_DIMENSIONS: String(FAKE_DIMENSIONS),
    },
    serves: [served],
  });
  try {
    const person = await server.person();
    const first = async (question: string) => {
      const path = `/api/v1/search?q=${encodeURIComponent(question)}`;
      return (await person.json<Hits>(path)).hits[0]?.text ?? '';
    };
    await expect.poll(() => first('vacation')).toContain('25 days');

    upstream.embeddings.script([behaviour]);
    await write(30);
    // The old text or the new one: there is no moment without.
    for (let text = ''; !text.includes('30 days');) {
      text = await first('days of leave');
      expect(text).toMatch(/Everybody has (?:25|30) days/);
    }

    upstream.embeddings.script([{}]);
    await expect
      .poll(() => first(`vacation ${Math.random()}`), { interval: 200 })
      .toContain('30 days');
  } finally {
    await server.close();
    await upstream.close();
    await rm(served, { recursive: true, force: true });
  }
});
