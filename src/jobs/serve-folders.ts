import { resolve } from 'node:path';
import { DEFAULT_BASE } from '../domain/knowledge-base.ts';
import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { pause } from '../lib/clock.ts';
import type { Logger } from '../ports/telemetry.ts';

export type ServedFolders = {
  tenant: TenantId;
  folders: readonly string[];
  baseId?: string;
  knowledge: Knowledge;
  logger: Logger;
  signal: AbortSignal;
  pauseMs?: number;
};

const PAUSE_MS = 30_000;

/** Looks through the operator's folders again and again until the signal fires; then it resolves. */
export const serveFolders = async (options: ServedFolders): Promise<void> => {
  const { folders, signal, pauseMs = PAUSE_MS } = options;
  const memory = folders.map((folder) => ({
    folder: resolve(folder),
    known: new Map<string, string>(),
    said: '',
  }));
  while (!signal.aborted) {
    for (const place of memory) await look(place, options);
    await pause(pauseMs, signal).catch(() => undefined);
  }
};

type Place = { folder: string; known: Map<string, string>; said: string };

const look = async (place: Place, options: ServedFolders): Promise<void> => {
  const { tenant, knowledge, logger, signal, baseId = DEFAULT_BASE } = options;
  try {
    const { folder, known } = place;
    const { problems, ...counts } = await knowledge.scanFolder(tenant, {
      folder,
      known,
      baseId,
      signal,
    });
    if (counts.added + counts.changed + counts.removed > 0)
      logger.info('folder read', { tenant, folder, ...counts });
    const said = JSON.stringify(problems);
    if (said !== place.said) {
      for (const { path, reason } of problems)
        logger.warn('folder problem', { tenant, folder, path, reason });
    }
    place.said = said;
  } catch (error) {
    if (!signal.aborted)
      logger.error('folder not read', { tenant, folder: place.folder, error: toProblem(error) });
  }
};
