import type { ExtractionRequest, ExtractionResult } from '../../../ports/extractor.ts';
import type { ChildRequest } from './child-messages.ts';
import type { FileRequest } from './extract-file.ts';
import type { Step } from './long-reading.ts';
import { CROWDED } from './memory-watch.ts';
import type { WarmChild } from './warm-child.ts';

const PAGES_MS = 8_000;
const ONE_PAGE_MS = 4_000;
const RECOGNITION_MS = 17_000;
const ASSEMBLY_MS = 10_000;
const ASSEMBLY_MS_PER_PAGE = 5;
/** Time that may be lost on pages that never end, beside a share of the time that was not lost. */
const LOST_MS = 10_000;
const LOST_SHARE = 0.25;
/** Of a process that found all but the last pages read: those, and the assembly. */
const LAST_STEPS = 2;
const UNKNOWN = 'application/octet-stream';

export type StepOptions = {
  /** No step takes longer. */
  deadlineMs: number;
  /** For a file that is not read in steps, and for what is done before the first. */
  wholeFileMs: number;
};

/**
 * Reads a file in a child process. When it dies over some pages of a long document, those are read one at a time, the
 * one it dies over again is left out, and the rest is read: a bad page costs itself.
 */
export const readInSteps = async (
  child: WarmChild,
  { file, request }: { file: FileRequest; request: ExtractionRequest },
  options: StepOptions,
): Promise<ExtractionResult> => {
  const { checkpoints, onProgress, signal } = request;
  const pieces: Uint8Array[] = [];
  for await (const piece of checkpoints?.load() ?? []) pieces.push(piece);
  let asked: ChildRequest = { ...file, pieces, skipped: [], alone: null, enough: false };
  let saved: Promise<void> = Promise.resolve();
  const began = performance.now();
  let lost = 0;
  for (;;) {
    const attempt = performance.now();
    let stepBegan = attempt;
    let allowedMs = Infinity;
    let steps = 0;
    const end = await child.run(asked, {
      signal,
      deadlineOf: (step) => {
        stepBegan = performance.now();
        if (step) steps += 1;
        allowedMs = Math.min(options.deadlineMs, timeFor(step, asked) ?? options.wholeFileMs);
        return allowedMs;
      },
      onPiece: (piece) => {
        pieces.push(piece);
        if (checkpoints) saved = saved.then(() => checkpoints.save(piece));
        saved.catch(() => undefined); // thrown below
      },
      onProgress: (done, total) => onProgress?.(done, total),
    });
    await saved;
    if (end.result) return end.result;
    if (end.stopped === CROWDED) return failure(CROWDED);
    lost += Math.min(performance.now() - stepBegan, allowedMs); // it is not to blame for what it waited
    const allowed = LOST_MS + (performance.now() - began) * LOST_SHARE;
    const next =
      lost > allowed ? withWhatThereIs(asked) : withoutBadPages(asked, { ...end, steps });
    if (!next) return failure(end.stopped);
    asked = next;
  }
};

const failure = (reason: string): ExtractionResult => ({
  outcome: 'failed',
  mediaType: UNKNOWN,
  reason,
});

const timeFor = (step: Step | null, { alone }: ChildRequest): number | null => {
  switch (step?.what) {
    case 'pages':
      return alone && step.first === step.last ? ONE_PAGE_MS : PAGES_MS;
    case 'recognition':
      return RECOGNITION_MS;
    case 'assembly':
      return ASSEMBLY_MS + step.last * ASSEMBLY_MS_PER_PAGE;
    default:
      return null;
  }
};

type Killed = { step: Step | null; steps: number };

/** The next attempt, or null when there is nothing that helps. */
const withoutBadPages = (asked: ChildRequest, { step, steps }: Killed): ChildRequest | null => {
  // A process that has read nothing else has more memory left for it.
  if (step?.what === 'assembly') return steps > LAST_STEPS ? asked : null;
  if (!step || asked.enough) return null;
  const { first, last } = step;
  if (first < last) return { ...asked, alone: { first, last } };
  // What was read before it in the same process may be to blame: it gets one of its own before it is left out.
  return steps > 1 ? asked : { ...asked, skipped: [...asked.skipped, first] };
};

const withWhatThereIs = (asked: ChildRequest): ChildRequest | null =>
  asked.pieces.length === 0 || asked.enough ? null : { ...asked, enough: true };
