import { stat } from 'node:fs/promises';
import type { ExtractionRequest, ExtractionResult, Extractor } from '../../../ports/extractor.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import { type WarmChild, createWarmChild } from './warm-child.ts';

export type ExtractorOptions = {
  /** How many files are read at the same time. */
  children?: number;
  /** For large files; small ones get less. */
  deadlineMs?: number;
  memoryBytes?: number;
  /** After this time without work a child ends. */
  idleMs?: number;
  logger: Logger;
};

const LEAST_DEADLINE_MS = 15_000;
const DEADLINE_MS_PER_MEGABYTE = 2000;
const MB = 1_000_000;

/** A change here makes every document be read again when it is indexed next. */
const VERSION = 'embedded-1';

/** Reads documents in child processes that can be killed. They start with the first document. */
export const openExtractor = ({
  children = 1,
  deadlineMs = 60_000,
  memoryBytes = 512 * MB,
  idleMs = 60_000,
  logger,
}: ExtractorOptions): Extractor => {
  const all = Array.from({ length: children }, () =>
    createWarmChild({ memoryBytes, idleMs, logger }),
  );
  const free = [...all];
  const waiting: ((child: WarmChild) => void)[] = [];

  const take = (): Promise<WarmChild> => {
    const child = free.pop();
    return child ? Promise.resolve(child) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (child: WarmChild) => {
    const next = waiting.shift();
    if (next) next(child);
    else free.push(child);
  };
  const extract = async ({ signal, ...request }: ExtractionRequest): Promise<ExtractionResult> => {
    const { size } = await stat(request.path);
    const child = await take();
    try {
      const enough = LEAST_DEADLINE_MS + (size / MB) * DEADLINE_MS_PER_MEGABYTE;
      return await child.run(request, { deadlineMs: Math.min(deadlineMs, enough), signal });
    } finally {
      giveBack(child);
    }
  };
  return {
    version: VERSION,
    extract,
    close: async () => {
      for (const child of all) child.end();
    },
  } satisfies Extractor;
};
