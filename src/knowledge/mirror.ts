import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { toProblem } from '../domain/problem.ts';
import type { SourceListing, SourceProblem } from '../ports/file-source.ts';
import type { MirroredFile } from '../ports/mirror-store.ts';
import {
  addFile,
  type FileChange,
  findMoved,
  type Mirroring,
  moveFile,
  type Outcome,
  type Taken,
  updateFile,
} from './mirror-file.ts';
import { removeDocument } from './removal.ts';

/** With the document of the file, which says who may hear of it; else the rules do. */
export type MirrorProblem = SourceProblem & { documentId?: string };

export type MirrorLook = Record<Exclude<Outcome, 'same'> | 'removed', number> & {
  files: number;
  documents: number;
  /** How many files were brought in line: there may be something for the background. */
  seenTo: number;
  /** It has taken long enough: the rest comes with the next look, which should follow at once. */
  unfinished: boolean;
  /** What failed and should not have: for the log. */
  failures: unknown[];
  problems: MirrorProblem[];
  leftOut: MirrorProblem[];
};

export type Mirror = {
  /** Looks once and brings the documents in line. What fails is a problem, and tried again with the next look. */
  look(signal: AbortSignal): Promise<MirrorLook>;
};

type Waiting = FileChange & {
  /** Why it is not done yet, and when it is tried again. */
  reason?: string;
  after?: number;
};

/** What one mirror knows between looks: what is in place, and what is still to be done. */
type State = {
  delta: string | null;
  known: Map<string, MirroredFile>;
  waiting: Map<string, Waiting>;
  gone: Set<string>;
  /** The listings so far are not written down as done. */
  unsaved: boolean;
  failures: unknown[];
};

const PAGE = 1_000;
const RETRY_MS = 5_000;
/** Files that are as they were take no time each, but many hold up others: after so many those have their turn. */
const BREATH = 100;
/** Then it is looked again: what changes while many files are taken in, and who may read it, waits no longer. */
const LONGEST_MS = 2_000;
const WAITS = 'It waits until docent.rules.json can be read: what it is for is not known.';

/**
 * Keeps documents in line with a source. A file that is read again and again, or half done when the process dies, is
 * the same document: the register is the truth, and what a mirror remembers is written after it.
 */
export const createMirror = (services: Omit<Mirroring, 'signal'>): Mirror => {
  let state: State | null = null;
  return {
    async look(signal) {
      state ??= await remembered(services);
      const mirroring = { ...services, signal };
      const listing = await services.source.list({ delta: state.delta, signal });
      takeUp(state, listing);
      state.delta = listing.delta;
      state.failures = [];
      const done = await work(mirroring, state);
      if (state.unsaved && !done.unfinished) {
        await services.stores.mirrors.saveDelta(services.source.name, listing.delta);
        state.unsaved = false;
      }
      const failed = [...state.waiting].flatMap(([path, { reason, rules }]): MirrorProblem[] =>
        reason === undefined ? [] : [{ path, reason, ...(rules && { rules }) }],
      );
      const { known } = state;
      const ofDocument = (line: MirrorProblem): MirrorProblem => {
        const documentId = known.get(line.path)?.documentId;
        return documentId === undefined ? line : { ...line, documentId };
      };
      return {
        ...done,
        files: listing.files,
        documents: state.known.size,
        failures: state.failures,
        problems: [...listing.problems, ...failed].map(ofDocument),
        leftOut: listing.leftOut.map(ofDocument),
      };
    },
  };
};

const remembered = async ({ stores, source }: Omit<Mirroring, 'signal'>): Promise<State> => {
  const known = new Map<string, MirroredFile>();
  let after: string | null = null;
  for (;;) {
    const files: MirroredFile[] = await stores.mirrors.files(source.name, { after, limit: PAGE });
    for (const file of files) known.set(file.path, file);
    after = files.at(-1)?.path ?? null;
    if (files.length < PAGE) break;
  }
  const delta = await stores.mirrors.delta(source.name);
  return { delta, known, waiting: new Map(), gone: new Set(), unsaved: false, failures: [] };
};

const isAtOrBelow = (path: string, places: ReadonlySet<string>): boolean => {
  if (places.size === 0) return false;
  if (places.has('') || places.has(path)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    if (places.has(path.slice(0, end))) return true;
  return false;
};

/** Notes what a listing tells. */
const takeUp = (state: State, listing: SourceListing): void => {
  const { known, waiting, gone } = state;
  if (listing.whole) {
    const unseen = new Set(listing.unseen);
    waiting.clear();
    for (const path of known.keys()) if (!isAtOrBelow(path, unseen)) gone.add(path);
  }
  for (const change of listing.changes) {
    if (change.kind === 'gone') {
      gone.add(change.path);
      waiting.delete(change.path);
    } else {
      gone.delete(change.file.path);
      waiting.set(change.file.path, change);
    }
  }
  if (listing.whole || listing.changes.length > 0) state.unsaved = true;
};

/** What is known goes first: other people may read it now, or it says something else. */
const inTurn = ({ waiting, known }: State): [string, Waiting][] => {
  const all = [...waiting];
  const isKnown = ([path]: [string, Waiting]): boolean => known.has(path);
  return [...all.filter(isKnown), ...all.filter((one) => !isKnown(one))];
};

const work = async (mirroring: Mirroring, state: State) => {
  const done = { added: 0, changed: 0, moved: 0, removed: 0, seenTo: 0, unfinished: false };
  const now = Date.now();
  const began = performance.now();
  let looked = 0;
  for (const [path, waiting] of inTurn(state)) {
    looked += 1;
    if (looked % BREATH === 0) await setImmediate();
    if ((waiting.after ?? 0) > now) continue;
    if (performance.now() - began > LONGEST_MS) {
      done.unfinished = true;
      break;
    }
    const taken = await orWait(mirroring, state, waiting);
    if (!taken) continue;
    state.waiting.delete(path);
    done.seenTo += 1;
    if (taken.outcome !== 'same') done[taken.outcome] += 1;
  }
  const untried = untriedSizes(state);
  for (const path of state.gone) {
    const known = state.known.get(path);
    if (known && untried.has(known.bytes)) continue; // it may turn out to have moved there
    const document = known && (await mirroring.stores.documents.document(known.documentId));
    if (document) await removeDocument(mirroring.stores, document, mirroring.removal);
    state.known.delete(path);
    state.gone.delete(path);
    if (document) done.removed += 1;
    mirroring.signal.throwIfAborted();
  }
  return done;
};

/** Sizes of new files that nothing was done about yet. */
const untriedSizes = ({ waiting, known }: State): Set<number> =>
  new Set(
    Array.from(waiting.values()).flatMap(({ file, after }) =>
      after === undefined && !known.has(file.path) ? [file.bytes] : [],
    ),
  );

/** Null: it could not be done now. A disk of our own that is full or broken ends the look: no other file would fare better. */
const orWait = async (
  mirroring: Mirroring,
  state: State,
  waiting: Waiting,
): Promise<Taken | null> => {
  const { path } = waiting.file;
  const later = (reason: string | undefined) => {
    state.waiting.set(path, {
      ...waiting,
      ...(reason !== undefined && { reason }),
      after: Date.now() + RETRY_MS,
    });
    return null;
  };
  try {
    return (await take(mirroring, state, waiting)) ?? later(WAITS);
  } catch (thrown) {
    mirroring.signal.throwIfAborted();
    const { code, detail } = toProblem(thrown);
    if (code === 'storage-full' || code === 'busy' || code === 'stopping') throw thrown;
    if (code === 'internal') state.failures.push(thrown);
    if (code === 'not-found') return later(undefined); // the next listing says so, or it comes back
    return later(detail);
  }
};

const take = async (
  mirroring: Mirroring,
  state: State,
  change: FileChange,
): Promise<Taken | null> => {
  const { path, etag } = change.file;
  const known = state.known.get(path);
  if (known?.etag === etag && isDeepStrictEqual(change.rules ?? known.rules, known.rules))
    return { outcome: 'same', known };
  const document = known && (await mirroring.stores.documents.document(known.documentId));
  const taken =
    known && document
      ? await updateFile(mirroring, { known, document }, change)
      : await takeNew(mirroring, state, change);
  if (taken) state.known.set(path, taken.known);
  return taken;
};

const takeNew = async (
  mirroring: Mirroring,
  state: State,
  change: FileChange,
): Promise<Taken | null> => {
  if (!change.rules) return null;
  const gone = [...state.gone].flatMap((path) => state.known.get(path) ?? []);
  const moved = await findMoved(mirroring, change.file, gone);
  const document = moved && (await mirroring.stores.documents.document(moved.documentId));
  if (!moved || !document) return addFile(mirroring, change);
  const taken = await moveFile(mirroring, { known: moved, document }, change);
  state.gone.delete(moved.path);
  state.known.delete(moved.path);
  return taken;
};
