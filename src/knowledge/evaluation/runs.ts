import type { Evaluation, QuestionResult } from '../../domain/evaluation.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import { newId } from '../../lib/ids.ts';
import type { PageOf } from '../../ports/conversation-store.ts';
import type { TenantDoor, TenantStores } from '../../ports/tenant-stores.ts';
import { demand, documentsFor, sharedBase } from '../rights.ts';
import { compareRuns, figuresOf, type Comparison, type Figure, type Measure } from './compare.ts';

/** A run without whose rights it had. */
export type SeenRun = Omit<Evaluation, 'startedBy'>;
export type ReadRun = SeenRun & {
  figures: Partial<Record<Measure, Figure>>;
  results: QuestionResult[];
  /** Against the run before it, or the one asked for; null when there is none. */
  comparison: (Comparison & { with: SeenRun }) | null;
};

const missingRun = (): Problem => new Problem('not-found', 'There is no such evaluation.');

const seen = ({ startedBy: _startedBy, ...run }: Evaluation): SeenRun => run;

/** Runs over the test questions of a base, started and read by administrators who may read the base. */
export const runFunctions = ({
  tenants,
  onQueued,
}: {
  tenants: TenantDoor;
  onQueued: (tenant: string) => void;
}) => {
  const find = async (principal: Principal, id: string) => {
    demand(principal, 'base:measure');
    const stores = await tenants.open(principal.tenant);
    const run = await stores.evaluations.evaluation(id);
    if (!run) throw missingRun();
    await sharedBase(stores, principal, run.baseId).catch((cause: unknown) => {
      throw cause instanceof Problem && cause.code === 'not-found' ? missingRun() : cause;
    });
    return { stores, run };
  };

  return {
    start: async (principal: Principal, baseId: string): Promise<SeenRun> => {
      demand(principal, 'base:measure');
      const stores = await tenants.open(principal.tenant);
      await sharedBase(stores, principal, baseId);
      const questions = (await stores.evaluations.testQuestions(baseId)).length;
      if (questions === 0)
        throw new Problem('conflict', 'This base has no test questions yet. Add some first.');
      const now = Date.now();
      const run: Evaluation = {
        id: newId('evl', now),
        baseId,
        state: 'waiting',
        startedBy: principal,
        fingerprint: {},
        questions,
        done: 0,
        reason: null,
        createdAt: now,
        endedAt: null,
      };
      await stores.evaluations.addEvaluation(run);
      onQueued(principal.tenant);
      return seen(run);
    },

    list: async (
      principal: Principal,
      query: { baseId: string; limit: number; cursor?: string },
    ): Promise<PageOf<SeenRun>> => {
      demand(principal, 'base:measure');
      const stores = await tenants.open(principal.tenant);
      await sharedBase(stores, principal, query.baseId);
      const page = await stores.evaluations.evaluations(query);
      return { ...page, items: page.items.map(seen) };
    },

    read: async (principal: Principal, id: string, against?: string): Promise<ReadRun> => {
      const { stores, run } = await find(principal, id);
      const results = await stores.evaluations.results(id);
      const before = await runBefore(stores, run, against);
      const comparison = before && {
        ...(await compareRuns(results, await stores.evaluations.results(before.id))),
        with: seen(before),
      };
      return {
        ...seen(run),
        figures: await figuresOf(results),
        results: await readableResults(stores, principal, results),
        comparison,
      };
    },

    /** One that runs is called off. */
    delete: async (principal: Principal, id: string): Promise<void> => {
      const { stores } = await find(principal, id);
      await stores.evaluations.deleteEvaluation(id);
    },
  };
};

/** The newest finished run that is older; or the one named, of the same base. */
const runBefore = async (
  { evaluations }: TenantStores,
  { id, baseId, createdAt }: Evaluation,
  against: string | undefined,
): Promise<Evaluation | null> => {
  if (against !== undefined) {
    const named = await evaluations.evaluation(against);
    if (named?.baseId === baseId) return named;
    throw new Problem('not-found', 'There is no such evaluation of this base.', {
      field: 'against',
    });
  }
  let cursor: string | null = null;
  do {
    const page: PageOf<Evaluation> = await evaluations.evaluations({
      baseId,
      limit: 50,
      ...(cursor !== null && { cursor }),
    });
    const found = page.items.find(
      (run) => run.id !== id && run.state === 'done' && run.createdAt <= createdAt,
    );
    if (found) return found;
    ({ cursor } = page);
  } while (cursor !== null);
  return null;
};

/** Law 7: an answer holds words of the documents it was made from. */
const readableResults = async (
  stores: TenantStores,
  principal: Principal,
  results: readonly QuestionResult[],
): Promise<QuestionResult[]> => {
  const ids = results.flatMap(({ documentIds }) => documentIds);
  const readable = await documentsFor(stores, principal, ids);
  return results.map((result) => {
    const documentIds = result.documentIds.filter((id) => readable.has(id));
    const isWhole = documentIds.length === result.documentIds.length;
    return { ...result, documentIds, answer: isWhole ? result.answer : '' };
  });
};
