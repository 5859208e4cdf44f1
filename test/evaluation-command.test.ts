import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadEvaluationView } from '../src/contracts/evaluation.ts';
import { lastJson, runDocent } from '../testing/docent-process.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer } from '../testing/start-server.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'docent-eval-test-'));
});
afterEach(() => rm(data, { recursive: true }));

const run = (...args: string[]) => runDocent([...args, '--data', data]);

const begun = async () => {
  const server = await startServer({ folder: data });
  const admin = await server.person();
  await uploadReady(admin, { name: 'leave.txt', text: 'Parental leave is sixteen weeks.' });
  const body = { question: 'How long is parental leave?', answer: 'sixteen weeks' };
  await admin.json('/api/v1/bases/default/test-questions', { body });
  return { server, admin };
};

test('docent eval measures the only base there is, with a server and without one, against the last time', async () => {
  const { server } = await begun();
  const running = await run('eval', '--json');
  expect(running.code).toBe(0);
  expect(lastJson<ReadEvaluationView>(running.stdout)).toMatchObject({
    state: 'done',
    figures: { contains: { mean: 1, questions: 1 } },
    comparison: null,
  });
  await server.close();

  const told = await run('eval', '--base', 'Documents', '--strict');
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/answer contains what it should +1\.000 +1\.000 to 1\.000/);
  expect(told.stdout).toContain('over 1 questions of both');
});

test('of several bases it asks which, and names them', async () => {
  const { server, admin } = await begun();
  const { id } = await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'Travel' } });
  for (const [args, told] of [
    [[], 'Say with --base'],
    [['--base', 'Nowhere'], '0 knowledge bases'],
  ] as const) {
    const { code, stderr } = await run('eval', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr).toContain(`Documents (default), Travel (${id})`);
  }
  await server.close();
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
  const missing = await run('eval', 'retrieval', '--corpus', corpus);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('--queries');
});
