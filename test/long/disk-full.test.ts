import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startFakeUpstream } from '../../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks, type Chunk } from '../../testing/read-chunks.ts';
import { startServer, type TestPerson } from '../../testing/start-server.ts';

/** A data folder on a disk of 24 MB that fills up while it is used, and is emptied again. */
const run = promisify(execFile);

const mounted = async (path: string): Promise<boolean> => {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'docent-test', path]);
    return true;
  } catch (thrown) {
    process.stdout.write(
      `Did not run: the full disk, because none can be mounted here (${String(thrown)})\n`,
    );
    return false;
  }
};

const fill = async (path: string): Promise<void> => {
  const file = await open(path, 'w');
  const block = Buffer.alloc(4096, 1);
  try {
    for (;;) await file.write(block);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await file.close();
  }
};

const send = (person: TestPerson, conversationId: string) =>
  person.fetch(`/api/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'What is the code word?' }),
    headers: { 'content-type': 'application/json' },
  });
const upload = (person: TestPerson, word: string) => {
  const form = new FormData();
  form.append('file', new Blob([`# Notes\n\nThe code word is ${word}.\n`]), `${word}.md`);
  return person.fetch('/api/v1/documents?base=default', { method: 'POST', body: form });
};
const finds = async (person: TestPerson, word: string): Promise<void> => {
  for (;;) {
    const { hits } = await person.json<{ hits: unknown[] }>(`/api/v1/search?q=${word}`);
    if (hits.length > 0) return;
    await pause(50);
  }
};
const newConversation = async (person: TestPerson): Promise<string> =>
  (await person.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;
const outcomeOf = (chunks: readonly Chunk[]) =>
  ofType(chunks, 'data-outcome').map(({ data }) => data);

type Stored = { messages: { state: string; parts: { text: string }[] }[] };

const throughAFullDisk = async (disk: string, folder: string): Promise<void> => {
  const upstream = await startFakeUpstream();
  const env = {
    OPENAI_BASE_URL: `${upstream.url}/v1`,
    OPENAI_API_KEY: 'key',
    DOCENT_MODEL: 'fake',
  };
  const server = await startServer({ folder, env });
  try {
    const person = await server.person();
    expect((await upload(person, 'kingfisher')).status).toBe(201);
    await finds(person, 'kingfisher');
    const [running, waiting] = [await newConversation(person), await newConversation(person)];
    upstream.script([
      { text: Array.from({ length: 200 }, (_, place) => `word${place} `.repeat(40)), delayMs: 10 },
    ]);
    const reading = readChunks(await send(person, running));
    const seen: Chunk[] = [];
    while (answerOf(seen) === '') seen.push((await reading.next()).value as Chunk);
    await fill(join(disk, 'filler'));

    for await (const chunk of reading) seen.push(chunk);
    expect(outcomeOf(seen)).toHaveLength(1);
    for (const refused of [await send(person, waiting), await upload(person, 'cormorant')]) {
      expect(refused.status).toBe(507);
      expect(await refused.json()).toMatchObject({ code: 'storage-full', retryable: true });
    }
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    await finds(person, 'kingfisher');
    const { messages } = await person.json<Stored>(`/api/v1/conversations/${running}`);
    expect(answerOf(seen).startsWith(messages[1]?.parts[0]?.text ?? '')).toBe(true);

    await rm(join(disk, 'filler'));
    upstream.script([{ text: 'Kingfisher.' }]);
    expect(outcomeOf(await person.ask('And now?', { conversationId: waiting }))).toMatchObject([
      { outcome: 'completed' },
    ]);
    await expect
      .poll(
        async () =>
          (await person.json<Stored>(`/api/v1/conversations/${running}`)).messages[1]?.state,
      )
      .not.toBe('streaming');
    expect(outcomeOf(await person.ask('And here?', { conversationId: running }))).toMatchObject([
      { outcome: 'completed' },
    ]);
    expect((await upload(person, 'cormorant')).status).toBe(201);
    await finds(person, 'cormorant');
  } finally {
    await server.close();
    await upstream.close();
  }
};

const checkDatabases = (folder: string): void => {
  for (const file of ['control.db', 'tenants/default/tenant.db']) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
  }
};

test('a full disk refuses what is new, keeps what is there, and heals by itself', async () => {
  const disk = await mkdtemp(join(tmpdir(), 'docent-disk-'));
  try {
    if (!(await mounted(disk))) return;
    const folder = join(disk, 'data');
    try {
      await throughAFullDisk(disk, folder);
      checkDatabases(folder);
    } finally {
      await run('umount', ['-l', disk]);
    }
  } finally {
    await rm(disk, { recursive: true });
  }
});
