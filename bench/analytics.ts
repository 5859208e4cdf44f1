import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { openFolder, temporaryFolder } from '../testing/conformance/embedded-folder.ts';
import { documentRow } from '../src/adapters/sql/document-rows.ts';
import type { Document } from '../src/domain/document.ts';
import type { Principal } from '../src/domain/principal.ts';
import { bootstrapMean } from '../src/knowledge/evaluation/bootstrap.ts';
import { analyticsFunctions } from '../src/knowledge/analytics.ts';
import { seeded } from './lib/random.ts';

const ANSWERS = 50_000;
const DOCUMENTS = 2_000;
const DAY_MS = 86_400_000;

const administrator: Principal = {
  tenant: 'default',
  id: 'anna',
  kind: 'user',
  name: 'Anna',
  role: 'administrator',
  groups: [],
  scopes: ['admin', 'knowledge:read'],
};

const PASSAGES = JSON.stringify(
  Array.from({ length: 8 }, () => ({ text: 'Keep it at 60 degrees. '.repeat(40) })),
);
const ANSWER = 'It works as follows. '.repeat(20);

/** Written past the stores, which would make each of 50,000 answers durable by itself. */
const fill = (path: string): void => {
  const database = new DatabaseSync(path);
  const random = seeded(7);
  const word = () => Math.floor(random() * 5_000).toString(36);
  const add = (table: string, row: Record<string, string | number | null>) => {
    const names = Object.keys(row);
    const marks = names.map(() => '?').join(', ');
    database
      .prepare(`insert into "${table}" ("${names.join('", "')}") values (${marks})`)
      .run(...Object.values(row));
  };
  database.exec('pragma synchronous = off; begin');
  for (let at = 0; at < DOCUMENTS; at += 1) add('documents', documentRow(documentOf(at)));
  for (let at = 0; at < ANSWERS; at += 1) {
    const createdAt = Date.now() - Math.floor(random() * 60 * DAY_MS);
    const question = `How does the ${word()} of ${word()} work in ${word()}?`;
    const abstained = Number(random() < 0.05);
    const times = { createdAt, updatedAt: createdAt };
    const owner = { ownerId: `person-${at % 200}`, titledByPerson: 0, baseIds: '[]' };
    add('conversations', { id: `c${at}`, title: question, ...owner, ...times });
    const message = { conversationId: `c${at}`, turnId: `t${at}`, state: 'complete', createdAt };
    const said = { ...message, citations: '[]', sources: PASSAGES, abstained };
    const feedback = random() < 0.02 ? '["negative"]' : '[]';
    add('messages', {
      ...said,
      id: `q${at}`,
      role: 'user',
      text: question,
      sources: '[]',
      feedback: '[]',
    });
    const answer = { id: `m${at}`, parentId: `q${at}`, role: 'assistant', text: ANSWER, feedback };
    add('messages', { ...said, ...answer });
    const messageId = `m${at}`;
    add('askedBases', { baseId: 'default', createdAt, messageId, question, abstained });
    const documentId = `d${Math.floor(random() ** 2 * DOCUMENTS * 0.8)}`;
    if (!abstained) add('citedDocuments', { documentId, createdAt, messageId });
  }
  database.exec('commit');
  database.close();
};

const documentOf = (at: number): Document => ({
  id: `d${at}`,
  baseId: 'default',
  lane: '',
  name: `${at}.txt`,
  title: `Document ${at}`,
  mediaType: 'text/plain',
  format: 'text',
  bytes: 1,
  hash: `${at}`,
  versionId: null,
  language: 'en',
  state: 'ready',
  reason: null,
  pages: null,
  passages: 0,
  warnings: [],
  metadata: {},
  readers: ['everyone'],
  source: { kind: 'upload' },
  createdAt: at,
  updatedAt: at,
});

/** The page of a base's administrators over 100,000 messages; the intervals of an evaluation. */
export const run = async (): Promise<void> => {
  const folder = await temporaryFolder();
  await (await openFolder(folder.path)).close();
  fill(join(folder.path, 'tenants/default/tenant.db'));
  const stores = await openFolder(folder.path);
  try {
    const { useOf } = analyticsFunctions({ tenants: stores.tenants });
    for (const days of [7, 30, 365]) {
      await useOf(administrator, 'default', days);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const times: number[] = [];
      for (let round = 0; round < 7; round += 1) {
        const since = performance.now();
        await useOf(administrator, 'default', days);
        times.push(performance.now() - since);
      }
      delay.disable();
      const median = times.toSorted((one, other) => one - other)[3] ?? 0;
      console.log(
        `analytics of ${days} days over ${ANSWERS * 2} messages: ${median.toFixed(0)} ms, event loop p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
      );
    }
    const values = Array.from({ length: 1_000 }, (_, at) => Number(at % 10 < 7));
    const since = performance.now();
    await bootstrapMean(values);
    console.log(`one interval over 1,000 questions: ${(performance.now() - since).toFixed(0)} ms`);
  } finally {
    await stores.close();
    await folder.remove();
  }
};
