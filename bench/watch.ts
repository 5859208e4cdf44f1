import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { watchedFolder } from '../src/adapters/embedded/watched-folder.ts';
import type { SourceChange } from '../src/ports/file-source.ts';
import { quantile, report } from './lib/figures.ts';
import { delayOfIdleProcess } from './lib/idle-delay.ts';

const PER_FOLDER = 100;
const CHANGES = 5;
const IDLE_MS = 15_000;
const signal = new AbortController().signal;

const filledFolder = async (files: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-watch-'));
  for (let part = 0; part < files / PER_FOLDER; part += 1) {
    const below = join(folder, `part-${part}`);
    await mkdir(below);
    await Promise.all(
      Array.from({ length: PER_FOLDER }, (_, number) =>
        writeFile(join(below, `note-${number}.txt`), `Note ${part} ${number}`),
      ),
    );
  }
  await pause(1_500); // at rest
  return folder;
};

const told = (change: SourceChange): string =>
  change.kind === 'file' ? change.file.path : `- ${change.path}`;

/** How soon changes in folders of many files are seen, and what looking costs while nothing changes. */
const watchFiles = async (files: number): Promise<void> => {
  const folder = await filledFolder(files);
  const source = watchedFolder({ folder, fileBytes: 100_000_000 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const seen = new Map<string, number>();
  let delta: string | null = null;
  let looks = 0;
  const over = new AbortController();
  const first = performance.now();
  let firstMs = 0;
  const watching = (async () => {
    while (!over.signal.aborted) {
      const listing = await source.list({ delta, signal });
      firstMs ||= performance.now() - first;
      ({ delta } = listing);
      looks += 1;
      for (const change of listing.changes) seen.set(told(change), performance.now());
      await source.changed(7_000, over.signal).catch(() => undefined);
    }
  })();
  const until = async (what: string, since: number): Promise<number> => {
    while ((seen.get(what) ?? 0) < since) await pause(10);
    return ((seen.get(what) ?? 0) - since) / 1_000;
  };
  await pause(2_000);
  const seconds: number[] = [];
  for (let round = 0; round < CHANGES; round += 1) {
    const below = `part-${round * 7}`;
    const since = performance.now();
    await writeFile(join(folder, below, 'note-1.txt'), 'another');
    await writeFile(join(folder, below, 'new.txt'), 'new');
    await rename(join(folder, below, 'note-2.txt'), join(folder, below, 'moved.txt'));
    await rm(join(folder, below, 'note-3.txt'));
    for (const what of ['note-1.txt', 'new.txt', 'moved.txt'])
      seconds.push(await until(`${below}/${what}`, since));
    for (const what of ['note-2.txt', 'note-3.txt'])
      seconds.push(await until(`- ${below}/${what}`, since));
  }
  const [before, looksBefore] = [process.cpuUsage(), looks];
  const idle = await delayOfIdleProcess(IDLE_MS / 1_000);
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  over.abort();
  await watching;
  await source.close();
  await rm(folder, { recursive: true });
  const slowest = Math.max(...seconds);
  const p99 = delay.percentile(99) / 1e6 - 5;
  report({
    name: `${files} files: a change is seen after, slowest`,
    figure: `${slowest.toFixed(1)} s`,
    budget: { text: '≤ 10 s', met: slowest <= 10 },
    reference: `median ${quantile(seconds, 0.5).toFixed(1)} s; the first look took ${firstMs.toFixed(0)} ms`,
  });
  report({
    name: `${files} files: CPU while nothing changes`,
    figure: `${((user + system) / IDLE_MS / 10).toFixed(1)} % of a core`,
    reference: `${looks - looksBefore} looks in ${IDLE_MS / 1_000} s`,
  });
  report({
    name: `${files} files: event-loop delay p99`,
    figure: `${p99.toFixed(1)} ms`,
    budget: { text: '≤ 20 ms', met: p99 <= 20 },
    reference: `an idle process beside it ${idle.toFixed(1)} ms; largest ${(delay.max / 1e6 - 5).toFixed(1)} ms`,
  });
};

export const run = async (): Promise<void> => {
  await watchFiles(10_000);
  await watchFiles(50_000);
};
