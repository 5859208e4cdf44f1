import type { SourceChange, SourceProblem, SourceRules } from '../../ports/file-source.ts';
import { isBelow } from './watched-folder-landmarks.ts';
import type { SeenFile, Walked } from './watched-folder-walk.ts';

type Given = Pick<SeenFile, 'etag' | 'rules' | 'rulesKey'>;
/** `seen` with this etag first, and how long it has been changing. */
type Writing = Pick<SeenFile, 'etag' | 'rules'> & { seen: number; since: number };

/** A file that changes all the time is said to after so long. */
const RESTLESS_MS = 10_000;

/** What was told of a folder, and what a walk through it adds to that. Times are of the steady clock. */
export const createComparison = (settleMs: number) => {
  let given = new Map<string, Given>();
  let writing = new Map<string, Writing>();
  let missing = new Map<string, number>();
  let changes: SourceChange[] = [];

  /** Its last change is old by its disk's clock; where that one is ahead of ours the file is watched for a while. */
  const rests = (path: string, file: SeenFile, now: number): boolean => {
    if (given.get(path)?.etag === file.etag) return true;
    if (Date.now() - file.changedAt >= settleMs) return true;
    const before = writing.get(path);
    return before?.etag === file.etag && now - before.seen >= settleMs;
  };
  const compareFiles = (files: Walked['files'], now: number): void => {
    const stillWriting = new Map<string, Writing>();
    for (const [path, file] of files) {
      const { etag, bytes, rules, rulesKey } = file;
      if (!rests(path, file, now)) {
        const before = writing.get(path);
        const seen = before?.etag === etag ? before.seen : now;
        stillWriting.set(path, { etag, rules, seen, since: before?.since ?? now });
        continue;
      }
      const before = given.get(path);
      if (before?.etag === etag && before.rulesKey === rulesKey) continue;
      given.set(path, { etag, rules, rulesKey });
      changes.push({ kind: 'file', file: { path, etag, bytes }, rules });
    }
    writing = stillWriting;
  };
  const compareAbsent = (files: Walked['files'], unseen: readonly string[], now: number): void => {
    const stillMissing = new Map<string, number>();
    for (const path of given.keys()) {
      if (files.has(path) || unseen.some((place) => isBelow(path, place))) continue;
      const since = missing.get(path) ?? now;
      if (now - since < settleMs) stillMissing.set(path, since);
      else {
        given.delete(path);
        changes.push({ kind: 'gone', path });
      }
    }
    missing = stillMissing;
  };

  return {
    /** From here on everything is told again. */
    forget: (): void => {
      given = new Map();
    },
    /** The rules that were found for a file before; undefined: none, or by others. */
    rulesOf: (path: string, rulesKey: string): SourceRules | null | undefined => {
      const before = given.get(path);
      return before?.rulesKey === rulesKey ? before.rules : undefined;
    },
    compare({ files }: Walked, unseen: readonly string[]) {
      const now = performance.now();
      changes = [];
      compareFiles(files, now);
      compareAbsent(files, unseen, now);
      return {
        changes: changes.length,
        writing: [...writing.keys()],
        unsettled: writing.size + missing.size > 0,
      };
    },
    page: (from: number, to: number): SourceChange[] => changes.slice(from, to),
    restless: (): SourceProblem[] =>
      [...writing].flatMap(([path, { since, rules }]) =>
        performance.now() - since < RESTLESS_MS
          ? []
          : [
              {
                path,
                rules,
                reason: 'It keeps changing. It is read as soon as it rests for a moment.',
              },
            ],
      ),
  };
};
