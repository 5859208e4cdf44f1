import { stat } from 'node:fs/promises';
import type { ExtractionRequest, ExtractionResult, Extractor } from '../../../ports/extractor.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import { createSlots } from './child-slots.ts';
import { CROWDED, createMemoryWatch } from './memory-watch.ts';
import { findOcrData, type OcrSettings } from './ocr-data.ts';
import { readInSteps } from './read-in-steps.ts';
import { createWarmChild } from './warm-child.ts';

export type ExtractorOptions = {
  /** How many files are read at the same time, when memory allows. */
  children?: number;
  /** Of the processor, for one step: a file, some pages of a long document, one picture. Most get less. */
  deadlineMs?: number;
  /** For all children together. */
  memoryBytes?: number;
  /** After this time without work a child ends. */
  idleMs?: number;
  /** What letters in pictures are recognised with. */
  ocr?: OcrSettings;
  logger: Logger;
};

const LEAST_DEADLINE_MS = 12_000;
const DEADLINE_MS_PER_MEGABYTE = 2000;
const MB = 1_000_000;

/** A change here makes every document be read again when it is indexed next. */
const VERSION = 'embedded-4';

/** Reads documents in child processes that can be killed. They start with the first document. */
export const openExtractor = ({
  children = 2,
  deadlineMs = 60_000,
  memoryBytes = 512 * MB,
  idleMs = 60_000,
  ocr = { languages: 'eng' },
  logger,
}: ExtractorOptions): Extractor => {
  const all = Array.from({ length: children }, () =>
    createWarmChild({ memoryBytes, idleMs, logger }),
  );
  const slots = createSlots(all);
  const watched = createMemoryWatch(all, memoryBytes);

  const read = async (request: ExtractionRequest, alone: boolean): Promise<ExtractionResult> => {
    const { path, name, password, signal } = request;
    const { size } = await stat(path);
    const wholeFileMs = LEAST_DEADLINE_MS + (size / MB) * DEADLINE_MS_PER_MEGABYTE;
    const file = {
      path,
      name,
      ocr: findOcrData(ocr),
      ...(password !== undefined && { password }),
    };
    return slots.use({ alone, signal }, (child) =>
      watched(() => readInSteps(child, { file, request }, { deadlineMs, wholeFileMs })),
    );
  };
  return {
    get version() {
      return `${VERSION} ${findOcrData(ocr)?.languages ?? 'without recognition'}`;
    },
    get recognises() {
      return findOcrData(ocr) !== null;
    },
    extract: async (request) => {
      const result = await read(request, false);
      const crowded = result.outcome === 'failed' && result.reason === CROWDED;
      return crowded ? read(request, true) : result;
    },
    close: async () => {
      await Promise.all(all.map((child) => child.end()));
    },
  } satisfies Extractor;
};
