import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { silent } from './lib/collections.ts';
import { quantile, report } from './lib/figures.ts';
import { synthesize } from './lib/synthesize.ts';

const TENANTS = 500;
const DOCUMENTS = 100;
/** Handles rest after a minute, and are looked at once a minute. */
const IDLE_MS = 125_000;

const fill = async (index: ManagedIndex, text: () => string): Promise<void> => {
  await Promise.all(
    Array.from({ length: DOCUMENTS }, (_, number) => {
      const words = text();
      const id = `document-${number}`;
      return index.publish({ documentId: id, versionNumber: 1, metadata: {}, changedAt: 0 }, [
        {
          id: `passage-${number}`,
          baseId: 'bench',
          documentId: id,
          versionId: id,
          title: `Report ${number}`,
          headings: [],
          page: null,
          language: 'en',
          start: 0,
          end: words.length,
          text: words,
          readers: ['everyone'],
        },
      ]);
    }),
  );
};

const ask = async (index: ManagedIndex, query: string): Promise<number> => {
  const started = performance.now();
  await index.search({
    query,
    baseIds: ['bench'],
    readers: ['everyone'],
    limit: 8,
    signal: AbortSignal.timeout(60_000),
  });
  return performance.now() - started;
};

/** Indexes of 500 tenants with 100 documents each: memory when all are open, and the first question of each. */
export const run = async ([wanted]: string[] = []): Promise<void> => {
  const tenants = Number(wanted ?? TENANTS);
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const { passage, question } = synthesize({ vocabulary: 20_000 });
  const file = (tenant: number) => join(folder, `${tenant}.db`);
  const started = performance.now();
  const filling = openIndexWorkers({ threads: 1, logger: silent });
  for (let tenant = 0; tenant < tenants; tenant += 1)
    await fill(await filling.open(file(tenant)), passage);
  await filling.close();
  const built = performance.now() - started;
  report({
    name: `${tenants} tenants of ${DOCUMENTS} documents, filled`,
    figure: `${(built / tenants).toFixed(0)} ms each`,
  });

  const workers = openIndexWorkers({ threads: 1, logger: silent });
  try {
    const other = await workers.open(join(folder, 'other.db'));
    await fill(other, passage);
    await ask(other, question(passage()));
    const before = process.memoryUsage().rss;
    const opened: ManagedIndex[] = [];
    for (let tenant = 0; tenant < tenants; tenant += 1)
      opened.push(await workers.open(file(tenant)));
    const first: number[] = [];
    for (const index of opened) first.push(await ask(index, question(passage())));
    const grown = () => (process.memoryUsage().rss - before) / 1_024 / tenants;
    const atOnce = grown();
    await setTimeout(IDLE_MS);
    const kilobytes = grown();
    report({
      name: 'memory for each tenant that was asked, idle',
      figure: `${kilobytes.toFixed(0)} KB`,
      reference: `right after the questions: ${atOnce.toFixed(0)} KB`,
      budget: { text: '≤ 200 KB', met: kilobytes <= 200 },
    });
    const p95 = quantile(first, 0.95);
    report({
      name: 'the first question of a tenant, p50 / p95',
      figure: `${quantile(first, 0.5).toFixed(1)} / ${p95.toFixed(1)} ms`,
      budget: { text: '≤ 20 ms', met: p95 <= 20 },
    });
  } finally {
    await workers.close();
    await rm(folder, { recursive: true, force: true });
  }
};
