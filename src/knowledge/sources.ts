import type { Document } from '../domain/document.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { visibleName } from '../lib/visible-name.ts';
import type { FileSource } from '../ports/file-source.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { IntakeLimits } from './intake.ts';
import { createMirror, type MirrorLook, type MirrorProblem } from './mirror.ts';
import type { Removal } from './removal.ts';
import { demand, documentFor, readableBases } from './rights.ts';

/** How a source stands; times in milliseconds since 1970, null before the first. */
export type SourceStatus = {
  name: string;
  kind: 'folder';
  files: number;
  documents: number;
  lastLook: number | null;
  nextLook: number | null;
  problems: MirrorProblem[];
  leftOut: MirrorProblem[];
};

/** A source being mirrored, for whoever keeps looking. */
export type MirroredSource = {
  /** Throws when nothing could be done; what one file is short of is among the problems. */
  look(signal: AbortSignal): Promise<MirrorLook>;
  /** When the next look comes at the latest. */
  rest(nextLook: number): void;
  /** It is mirrored no longer. */
  end(): void;
};

export type SourceBoard = ReturnType<typeof createSourceBoard>;

/** Which sources are mirrored at this moment, by tenant: what they give cannot be deleted here. */
export const createSourceBoard = () => {
  const boards = new Map<TenantId, Map<string, SourceStatus>>();
  const of = (tenant: TenantId): ReadonlyMap<string, SourceStatus> =>
    boards.get(tenant) ?? new Map<string, SourceStatus>();
  return {
    of,
    show: (tenant: TenantId, status: SourceStatus): void => {
      boards.set(tenant, new Map(of(tenant)).set(status.name, status));
    },
    end: (tenant: TenantId, name: string): void => {
      const rest = new Map(of(tenant));
      rest.delete(name);
      boards.set(tenant, rest);
    },
    /** What comes from a mirrored source would come back with the next look: its place is there. */
    refuseDeleting: (tenant: TenantId, { source }: Document): void => {
      if (source.kind !== 'folder' || !of(tenant).has(source.folder)) return;
      throw new Problem(
        'conflict',
        `This document is mirrored and would come back. Remove or move its file in the served folder: ${visibleName(source.path)}`,
      );
    },
  };
};

type Needs = {
  tenants: TenantDoor;
  limits: IntakeLimits;
  removal: Removal;
  board: SourceBoard;
  onQueued: (tenant: TenantId) => void;
};

/** What is mirrored, and the mirroring of it. */
export const sourceFunctions = ({ tenants, limits, removal, board, onQueued }: Needs) => ({
  sources: async (principal: Principal): Promise<SourceStatus[]> => {
    demand(principal, 'source:read');
    const stores = await tenants.open(principal.tenant);
    const isSeen = await seenBy(stores, principal);
    const seen = async (lines: readonly MirrorProblem[]): Promise<MirrorProblem[]> => {
      const shown = await Promise.all(lines.map(isSeen));
      return lines.filter((_, place) => shown[place]);
    };
    return Promise.all(
      [...board.of(principal.tenant).values()].map(async (status) => ({
        ...status,
        problems: await seen(status.problems),
        leftOut: await seen(status.leftOut),
      })),
    );
  },

  mirror: async (
    tenant: TenantId,
    { source, baseId }: { source: FileSource; baseId: string },
  ): Promise<MirroredSource> => {
    const stores = await tenants.open(tenant);
    const { look } = createMirror({ stores, source, defaultBaseId: baseId, limits, removal });
    let status: SourceStatus = {
      name: source.name,
      kind: 'folder',
      files: 0,
      documents: 0,
      lastLook: null,
      nextLook: null,
      problems: [],
      leftOut: [],
    };
    const show = (change: Partial<SourceStatus>) => {
      status = { ...status, ...change };
      board.show(tenant, status);
    };
    show({});
    return {
      async look(signal) {
        const done = await look(signal).catch((thrown: unknown) => {
          if (!signal.aborted) show({ problems: [{ path: '', reason: reasonOf(thrown) }] });
          throw thrown;
        });
        const { files, documents, problems, leftOut } = done;
        show({ files, documents, problems, leftOut, lastLook: Date.now() });
        if (done.seenTo > 0) onQueued(tenant);
        return done;
      },
      rest: (nextLook) => show({ nextLook }),
      end: () => board.end(tenant, source.name),
    };
  },
});

/** Law 7: where a document lies is for those who may read it, also while it cannot be brought in line. */
const seenBy = async (stores: TenantStores, principal: Principal) => {
  const bases = await stores.documents.bases();
  const readable = new Set((await readableBases(stores, principal)).map(({ name }) => name));
  return async ({ documentId, rules }: MirrorProblem): Promise<boolean> => {
    if (documentId !== undefined)
      return (await documentFor(stores, principal, documentId)) !== null;
    if (rules?.readers && !mayRead(rules.readers, principal)) return false;
    const isMade = bases.some(({ name }) => name === rules?.base);
    return !isMade || readable.has(rules?.base ?? '');
  };
};

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Problem
    ? thrown.detail
    : 'Looking through it failed. The log of the server says why.';
