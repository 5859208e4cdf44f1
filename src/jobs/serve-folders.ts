import { resolve } from 'node:path';
import { DEFAULT_BASE } from '../domain/knowledge-base.ts';
import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { MirroredSource } from '../knowledge/sources.ts';
import type { FileSource } from '../ports/file-source.ts';
import type { Logger } from '../ports/telemetry.ts';

export type ServedFolders = {
  tenant: TenantId;
  folders: readonly string[];
  /** A folder as a source of files, by its absolute path. */
  openFolder: (folder: string) => FileSource;
  baseId?: string;
  knowledge: Knowledge;
  logger: Logger;
  signal: AbortSignal;
};

/** What changes in a folder is seen within ten seconds. */
const LONGEST_REST_MS = 5_000;

/** Mirrors the operator's folders, each on its own, until the signal fires; then it resolves. */
export const serveFolders = async (options: ServedFolders): Promise<void> => {
  const folders = new Set(options.folders.map((folder) => resolve(folder)));
  await Promise.all(Array.from(folders, (folder) => serveFolder(folder, options)));
};

const serveFolder = async (folder: string, options: ServedFolders): Promise<void> => {
  const { tenant, knowledge, logger, signal, openFolder, baseId = DEFAULT_BASE } = options;
  const source = openFolder(folder);
  const log = logger.child({ tenant, folder });
  try {
    const mirrored = await knowledge.mirror(tenant, { source, baseId });
    const look = looking(mirrored, log);
    while (!signal.aborted) {
      await look(signal);
      mirrored.rest(Date.now() + LONGEST_REST_MS);
      // It rejects when the signal fires, which the loop sees.
      await source.changed(LONGEST_REST_MS, signal).catch((thrown: unknown) => {
        if (!signal.aborted) throw thrown;
      });
    }
    mirrored.end();
  } catch (thrown) {
    log.error('folder not served', { error: toProblem(thrown) });
  } finally {
    await source.close();
  }
};

/** Says what a look brought; a problem is said once, until it changes. */
const looking = (mirrored: MirroredSource, log: Logger) => {
  let said = '';
  return async (signal: AbortSignal): Promise<void> => {
    try {
      const { added, changed, moved, removed, problems, failures } = await mirrored.look(signal);
      if (added + changed + moved + removed > 0)
        log.info('folder read', { added, changed, moved, removed });
      for (const error of failures) log.error('file not taken in', { error: toProblem(error) });
      const saying = JSON.stringify(problems);
      if (saying !== said) for (const problem of problems) log.warn('folder problem', problem);
      said = saying;
    } catch (error) {
      if (!signal.aborted) log.error('folder not read', { error: toProblem(error) });
    }
  };
};
