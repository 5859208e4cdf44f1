import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openFolder } from '../testing/conformance/embedded-folder.ts';
import type { JobQueue } from '../src/ports/job-queue.ts';
import { median, report } from './lib/figures.ts';

const WAITING = [1000, 100_000] as const;
const LANES = 50;
const CLAIMS = 500;
const KIND = 'ingest-document';

/** `npm run bench -- claims`: what a claim costs by how much waits, and how long a lane of 10,000 delays another. */
export const run = async (): Promise<void> => {
  const [few, many] = [await claimsAmong(WAITING[0]), await claimsAmong(WAITING[1])];
  report({
    name: `claim, done and enqueue with ${WAITING[1]} jobs waiting in ${LANES} lanes`,
    figure: `${many.claim.toFixed(2)} ms, ${many.complete.toFixed(2)} ms, ${many.enqueue.toFixed(2)} ms`,
    budget: { text: 'claim ≤ 2 × that at 1,000', met: many.claim <= 2 * few.claim },
    reference: `with ${WAITING[0]}: ${few.claim.toFixed(2)}, ${few.complete.toFixed(2)}, ${few.enqueue.toFixed(2)} ms`,
  });
  report({
    name: `pausing and resuming ${WAITING[1]} jobs, counting them by lane`,
    figure: `${many.pause.toFixed(0)} ms, ${many.resume.toFixed(0)} ms, ${many.backlog.toFixed(0)} ms`,
    reference: `with ${WAITING[0]}: ${few.pause.toFixed(1)}, ${few.resume.toFixed(1)}, ${few.backlog.toFixed(1)} ms`,
  });
};

/** Fills the table itself: the way through the port would take minutes. */
const fill = (folder: string, jobs: number): void => {
  const database = new DatabaseSync(join(folder, 'tenants/default/tenant.db'));
  database.exec('begin');
  const insert = database.prepare(
    `insert into jobs (id, kind, payload, state, attempt, fence, "dueAt", "createdAt", lane, about, format, bytes, turn)
     values (?, ?, '{}', 'waiting', 0, 0, 0, 0, ?, ?, 'pdf', 1000, ?)`,
  );
  for (let number = 0; number < jobs; number += 1) {
    const lane = `default upload:${number % LANES}`;
    insert.run(`job_${number}`, KIND, lane, `document_${number}`, Math.floor(number / LANES));
  }
  database.exec('commit');
  database.close();
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const claimsAmong = async (waiting: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  await (await openFolder(folder)).close();
  fill(folder, waiting);
  const stores = await openFolder(folder);
  const { jobs } = await stores.tenants.open('default');
  const times = await measure(jobs);
  await stores.close();
  await rm(folder, { recursive: true });
  return times;
};

const measure = async (jobs: JobQueue) => {
  const claims: number[] = [];
  const completions: number[] = [];
  const enqueued: number[] = [];
  for (let round = 0; round < CLAIMS; round += 1) {
    let job: Awaited<ReturnType<JobQueue['claim']>> = null;
    const request = { kinds: [KIND], leaseMs: 60_000, maxAttempts: 3 };
    claims.push(await timed(async () => (job = await jobs.claim(request))));
    const claimed = job;
    if (!claimed) throw new Error('A job was expected');
    completions.push(await timed(() => jobs.complete(claimed)));
    const { lane, about } = claimed;
    enqueued.push(
      await timed(() => jobs.enqueue({ kind: KIND, payload: {}, lane, about, bytes: 1000 })),
    );
  }
  return {
    claim: median(claims),
    complete: median(completions),
    enqueue: median(enqueued),
    backlog: await timed(() => jobs.backlog()),
    pause: await timed(() => jobs.pause('')),
    resume: await timed(() => jobs.resume('')),
  };
};
