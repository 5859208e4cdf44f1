import { resolve } from 'node:path';
import { DEFAULT_BASE } from '../domain/knowledge-base.ts';
import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { MirrorLook } from '../knowledge/mirror.ts';
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
  const { tenant, logger, signal, openFolder } = options;
  const source = openFolder(folder);
  const log = logger.child({ tenant, folder });
  const mirroring = createLooking(source, { ...options, logger: log });
  try {
    while (!signal.aborted) {
      if (await mirroring.look()) continue;
      // It rejects when the signal fires, which the loop sees.
      await source.changed(LONGEST_REST_MS, signal).catch((thrown: unknown) => {
        if (!signal.aborted) throw thrown;
      });
    }
  } catch (thrown) {
    log.error('folder not served', { error: toProblem(thrown) });
  } finally {
    mirroring.end();
    await source.close();
  }
};

/** Looks, and says what a look brought. What fails, also at the start, is tried again with the next one. */
const createLooking = (
  source: FileSource,
  { tenant, knowledge, logger, signal, baseId = DEFAULT_BASE }: ServedFolders,
) => {
  const say = saying(logger);
  let mirrored: MirroredSource | null = null;
  return {
    /** True: there is more to do at once. */
    async look(): Promise<boolean> {
      try {
        mirrored ??= await knowledge.mirror(tenant, { source, baseId });
        const looked = await mirrored.look(signal);
        say(looked);
        if (looked.unfinished) return true;
      } catch (error) {
        if (!signal.aborted) logger.error('folder not read', { error: toProblem(error) });
      }
      mirrored?.rest(Date.now() + LONGEST_REST_MS);
      return false;
    },
    end: () => mirrored?.end(),
  };
};

/** A problem is said once, until it changes. */
const saying = (log: Logger) => {
  let said = '';
  return ({ added, changed, moved, removed, problems, failures }: MirrorLook): void => {
    if (added + changed + moved + removed > 0)
      log.info('folder read', { added, changed, moved, removed });
    for (const error of failures) log.error('file not taken in', { error: toProblem(error) });
    const now = JSON.stringify(problems);
    if (now !== said) for (const problem of problems) log.warn('folder problem', problem);
    said = now;
  };
};
