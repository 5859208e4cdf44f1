import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadEvaluationView } from '../src/contracts/evaluation.ts';
import { lastJson, runDocent } from '../testing/docent-process.ts';
import { startServer } from '../testing/start-server.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'docent-eval-test-'));
});
afterEach(() => rm(data, { recursive: true }));

const run = (...args: string[]) => runDocent([...args, '--data', data]);

test('docent eval measures a base by its name, without a server and with one, against the last time', async () => {
  const file = join(data, 'leave.txt');
  await writeFile(file, 'Parental leave is sixteen weeks.\n');
  expect((await run('ingest', file)).code).toBe(0);
  const server = await startServer({ folder: data });
  const admin = await server.person();
  const add = (body: object) =>
    admin.json('/api/v1/bases/default/test-questions', { body: { ...body } });
  await add({ question: 'How long is parental leave?', answer: 'sixteen weeks' });
  const running = await run('eval', '--base', 'Documents', '--json');
  expect(running.code).toBe(0);
  expect(lastJson<ReadEvaluationView>(running.stdout)).toMatchObject({
    state: 'done',
    figures: { contains: { mean: 1, questions: 1 } },
    comparison: null,
  });
  await server.close();

  const told = await run('eval', '--base', 'default', '--strict');
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/answer contains what it should +1\.000 +1\.000 to 1\.000/);
  expect(told.stdout).toContain('over 1 questions of both');
  const unknown = await run('eval', '--base', 'Nowhere');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('Documents (default)');
  expect((await run('eval')).stderr).toContain('--base');
});

test('the evaluations of collections keep their options', async () => {
  const corpus = join(data, 'corpus.jsonl');
  const queries = join(data, 'queries.jsonl');
  await writeFile(
    corpus,
    '{"_id":"d","title":"Leave","text":"Parental leave is sixteen weeks."}\n',
  );
  await writeFile(queries, '{"_id":"q","text":"How long is parental leave?"}\n');
  await writeFile(join(data, 'qrels.tsv'), 'q\td\t1\n');
  const files = ['--corpus', corpus, '--queries', queries, '--qrels', join(data, 'qrels.tsv')];
  const measured = await run('eval', 'retrieval', ...files, '--json');
  expect(lastJson(measured.stdout)).toMatchObject({ questions: 1, figures: { ndcg: 1 } });
});
