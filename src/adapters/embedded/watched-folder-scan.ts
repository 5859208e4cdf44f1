import { lstatSync, realpathSync } from 'node:fs';
import type { SourceListing, SourceProblem } from '../../ports/file-source.ts';
import { createRulesMemory } from './watched-folder-rules-memory.ts';
import { createComparison } from './watched-folder-comparison.ts';
import { type Landmarks, parseDelta, trustAbsence } from './watched-folder-landmarks.ts';
import {
  codeOf,
  type FolderLimits,
  type Walked,
  walkFolder,
  type WalkOptions,
} from './watched-folder-walk.ts';

export type ScanOptions = {
  folder: string;
  limits: FolderLimits;
  /** How long a file rests before it is told of, and is missing before it is gone. */
  settleMs: number;
};

/** A listing without its changes, which are fetched in pages: thousands at once would hold up the other thread. */
export type ScanSummary = Omit<SourceListing, 'changes'> & {
  changes: number;
  /** Something is being written, or may be gone: look again soon. */
  unsettled: boolean;
  ms: number;
};

const LINES = 1_000;

const atMost = (lines: SourceProblem[]): SourceProblem[] =>
  lines.length <= LINES
    ? lines
    : [...lines.slice(0, LINES), { path: '', reason: `And ${lines.length - LINES} more.` }];

/** Looks through one folder again and again and says what changed; it lives in the thread of that folder. */
export const createScanner = ({ folder, limits, settleMs }: ScanOptions) => {
  const instance = Math.random().toString(36).slice(2);
  const rules = createRulesMemory(settleMs);
  let number = 0;
  const comparison = createComparison(settleMs);
  let landmarks: Landmarks | null = null;

  return {
    scan(delta: string | null): ScanSummary {
      const started = performance.now();
      const before = parseDelta(delta);
      const whole = before?.at !== `${instance}.${number}`;
      if (whole) comparison.forget();
      landmarks ??= before?.landmarks ?? null;
      rules.begin();
      const seen = look(folder, limits, { rulesOf: rules.of, known: comparison.rulesOf });
      const trusted = trustAbsence(seen, landmarks);
      landmarks = trusted.landmarks;
      const unseen = [...seen.walked.unseen, ...trusted.unseen];
      const { changes, writing, unsettled } = comparison.compare(seen.walked, unseen);
      number += 1;
      return {
        whole,
        changes,
        // What is being written is there: in a whole listing that is said by not having looked.
        unseen: whole ? [...unseen, ...writing] : unseen,
        delta: JSON.stringify({ at: `${instance}.${number}`, landmarks }),
        files: seen.walked.files.size,
        problems: atMost([...seen.walked.problems, ...trusted.problems, ...comparison.restless()]),
        leftOut: atMost(seen.walked.leftOut),
        unsettled: unsettled || rules.unsettled(),
        ms: performance.now() - started,
      };
    },
    page: comparison.page,
  };
};

type Memory = Pick<WalkOptions, 'rulesOf' | 'known'>;

/** What is in the folder, and which folder it is; a folder that cannot be read is one problem and nothing seen. */
const look = (folder: string, limits: FolderLimits, memory: Memory) => {
  try {
    const root = realpathSync(folder);
    const { dev, ino } = lstatSync(root);
    const walked = walkFolder({ root, limits, ...memory });
    return { walked, root, identity: `${dev}:${ino}` };
  } catch (error) {
    const reason = `The folder cannot be read (${codeOf(error)}). Its documents are kept.`;
    const walked: Walked = {
      files: new Map(),
      unseen: [''],
      mounts: [],
      problems: [{ path: '', reason }],
      leftOut: [],
    };
    return { walked, root: null, identity: null };
  }
};

export type Look = ReturnType<typeof look>;
