import { mayRead, type Principal } from '../domain/principal.ts';
import type { BaseUse, CitedDocument, RatedAnswer } from '../ports/base-analytics.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { groupQuestions, type QuestionGroup } from './group-questions.ts';
import { demand, documentsFor, sharedBase } from './rights.ts';

export type SeenDocument = Omit<CitedDocument, 'readers'>;
export type SeenRating = Omit<RatedAnswer, 'documentIds'> & {
  documents: { id: string; title: string }[];
};
export type BaseReport = {
  since: number;
  days: BaseUse['days'];
  unanswered: QuestionGroup[];
  ratedDown: SeenRating[];
  mostCited: SeenDocument[];
  neverCited: SeenDocument[];
};

const DAY_MS = 86_400_000;
const MOST_ROWS = 1_000;
const MOST_SHOWN = 100;

/**
 * What a base was asked and what it lacks, for its administrators: questions of others, never who asked them, and
 * only documents that the caller may read.
 */
export const analyticsFunctions = ({ tenants }: { tenants: TenantDoor }) => ({
  useOf: async (principal: Principal, baseId: string, days: number): Promise<BaseReport> => {
    demand(principal, 'base:measure');
    const stores = await tenants.open(principal.tenant);
    await sharedBase(stores, principal, baseId);
    const since = Date.now() - days * DAY_MS;
    const use = await stores.analytics.useOf({ baseId, since, limit: MOST_ROWS });
    const groups = await groupQuestions(use.unanswered);
    return {
      since,
      days: use.days,
      unanswered: groups.slice(0, MOST_SHOWN),
      ratedDown: await ratingsFor(principal, stores, use.ratedDown.slice(0, MOST_SHOWN)),
      mostCited: readable(principal, use.mostCited),
      neverCited: readable(principal, use.neverCited),
    };
  },
});

const readable = (principal: Principal, documents: readonly CitedDocument[]): SeenDocument[] =>
  documents
    .filter(({ readers }) => mayRead(readers, principal))
    .slice(0, MOST_SHOWN)
    .map(({ readers: _readers, ...document }) => document);

const ratingsFor = async (
  principal: Principal,
  stores: TenantStores,
  ratings: readonly RatedAnswer[],
): Promise<SeenRating[]> => {
  const ids = ratings.flatMap(({ documentIds }) => documentIds);
  const cited = await documentsFor(stores, principal, ids);
  return ratings.map(({ documentIds, ...rating }) => ({
    ...rating,
    documents: documentIds.flatMap((id) => {
      const title = cited.get(id)?.title;
      return title === undefined ? [] : [{ id, title }];
    }),
  }));
};
