import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { get, type Api } from './lib/api.ts';
import { quantile, report } from './lib/figures.ts';
import { mixedFiles } from './lib/mixed-files.ts';
import { residentBytes, startDocent } from './lib/processes.ts';

const FILES = 10_000;
const LOOK_MS = 1_000;
const LONGEST_STALL_S = 60;
const LONGEST_S = 3_600;
const MB = 1_000_000;

type Listed = {
  items: { name: string; state: string; reason: string | null }[];
  cursor: string | null;
};

const unsettled = new Set(['queued', 'extracting', 'indexing']);

/** Every document with its state, page by page. */
const allDocuments = async (api: Api): Promise<Listed['items']> => {
  const all: Listed['items'] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Listed = await get<Listed>(api, `/api/v1/documents?limit=100${more}`);
    all.push(...page.items);
    ({ cursor } = page);
  } while (cursor !== null);
  return all;
};

const settledCount = async (api: Api): Promise<number> =>
  (await get<{ total: { done: number } }>(api, '/api/v1/ingestion')).total.done;

/** A folder of everything, served: is every file told of, does it ever stand still, does memory grow? */
export const run = async ([wish]: string[]): Promise<void> => {
  const count = wish === undefined ? FILES : Number(wish);
  const { folder, corrupt, bytes } = await mixedFiles(count);
  const server = await startDocent({}, [folder]);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const resident: number[] = [];
  let [done, since, stall] = [0, 0, 0];
  while (done < count && seconds() < LONGEST_S) {
    await pause(LOOK_MS);
    const now = await settledCount(server);
    if (now > done) [done, since] = [now, seconds()];
    stall = Math.max(stall, seconds() - since);
    resident.push(residentBytes(server.pid));
  }
  const took = seconds();
  const documents = await allDocuments(server);
  const lost = count - documents.filter(({ state }) => !unsettled.has(state)).length;
  const failed = documents.filter(({ state }) => state === 'failed');
  const unexplained = failed.filter(({ reason }) => reason === null).length;
  report({
    name: `${count} mixed files, ${corrupt} corrupt`,
    figure: `${(count / took).toFixed(0)} files/s`,
    reference: `${(bytes / MB).toFixed(0)} MB in ${took.toFixed(0)} s`,
  });
  report({
    name: 'lost, or failed without a reason',
    figure: `${lost} and ${unexplained}`,
    budget: { text: '0', met: lost + unexplained === 0 && failed.length === corrupt },
    reference: `${failed.length} failed with a reason`,
  });
  report({
    name: 'longest stall',
    figure: `${stall.toFixed(0)} s`,
    budget: { text: `≤ ${LONGEST_STALL_S} s`, met: stall <= LONGEST_STALL_S },
  });
  const half = Math.floor(resident.length / 2);
  const [early, late] = [resident.slice(0, half), resident.slice(half)].map((values) =>
    quantile(values, 0.95),
  );
  const growth = (late ?? Number.NaN) / (early ?? Number.NaN);
  report({
    name: 'memory, second half against the first, p95',
    figure: `${growth.toFixed(2)} ×`,
    budget: { text: '≤ 1.2 ×', met: growth <= 1.2 },
    reference: `${((late ?? 0) / MB).toFixed(0)} MB, most ${(Math.max(...resident) / MB).toFixed(0)} MB`,
  });
  await server.stop();
  await rm(folder, { recursive: true });
};
