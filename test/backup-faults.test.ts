import { mkdtemp, readdir, rm, stat, truncate, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDocent } from '../testing/docent-process.ts';
import { startFakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType } from '../testing/read-chunks.ts';
import { startServer } from '../testing/start-server.ts';

/** A backup that is taken while answers are being written restores whole, and only a whole one is restored. */
let home: string;
let backup: string;
const answered = new Map<string, string>();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-backup-faults-'));
  backup = join(home, 'all.tar');
  const upstream = await startFakeUpstream();
  const env = {
    OPENAI_BASE_URL: `${upstream.url}/v1`,
    OPENAI_API_KEY: 'key',
    DOCENT_MODEL: 'fake',
  };
  const server = await startServer({ folder: join(home, 'data'), env });
  const person = await server.person();
  const ask = async () => {
    const chunks = await person.ask('What is it?');
    return [
      ofType(chunks, 'start')[0]?.messageMetadata.conversationId ?? '',
      answerOf(chunks),
    ] as const;
  };
  upstream.script([{ text: 'Said before the backup.' }]);
  answered.set(...(await ask()));
  const backedUp = Promise.withResolvers<void>();
  const text = Array.from({ length: 150 }, (_, place) => `word${place} `);
  upstream.script([{ text, after: 75, until: backedUp.promise }]);
  const asked = upstream.calls.length;
  const running = Promise.all(Array.from({ length: 5 }, ask));
  while (upstream.calls.length < asked + 5) await pause(5);
  const made = await runDocent(['backup', backup, '--data', join(home, 'data')]);
  backedUp.resolve();
  await running;
  await server.close();
  await upstream.close();
  if (made.code !== 0) throw new Error(made.stderr);
});
afterAll(() => rm(home, { recursive: true }));

const restore = (file: string, data: string) =>
  runDocent(['restore', file, '--data', join(home, data)]);

test('what was answered is there, and what was being answered has ended', async () => {
  expect((await restore(backup, 'restored')).code).toBe(0);
  const server = await startServer({ folder: join(home, 'restored') });
  const person = await server.person();
  expect(ofType(await person.ask('And now?'), 'data-outcome')[0]?.data.outcome).toBe('completed');
  await server.close();
  const database = new DatabaseSync(join(home, 'restored/tenants/default/tenant.db'), {
    readOnly: true,
  });
  expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const rows = database.prepare('select * from messages').all();
  database.close();
  for (const [conversationId, answer] of answered) {
    const own = rows.filter((row) => row['conversationId'] === conversationId);
    expect(JSON.stringify(own)).toContain(answer);
  }
  expect(rows.filter((row) => row['state'] === 'streaming')).toEqual([]);
});

test('a backup that was cut off anywhere is refused, and nothing is made of it', async () => {
  const { size } = await stat(backup);
  for (const part of [0, 0.1, 0.5, 0.9, 0.99]) {
    const cut = join(home, 'cut.tar');
    await copyFile(backup, cut);
    await truncate(cut, Math.floor(size * part));
    const before = await readdir(home);
    const { code, stderr } = await restore(cut, 'never');
    expect(stderr).toMatch(/^docent: This is not a whole backup: .+\n$/);
    expect(code).toBe(1);
    expect(await readdir(home)).toEqual(before);
  }
});

test('a folder that holds something is never written over', async () => {
  const before = await readdir(join(home, 'data'));
  const { code, stderr } = await restore(backup, 'data');
  expect(stderr).toContain('is not empty');
  expect(code).toBe(1);
  expect(await readdir(join(home, 'data'))).toEqual(before);
});
