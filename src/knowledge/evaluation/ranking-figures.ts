/** Judgements: question id → document id → grade; above 0 is relevant. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** Question id → document ids, best first. */
export type Ranking = ReadonlyMap<string, readonly string[]>;

export type RankingFigures = {
  questions: number;
  ndcg: number;
  recall: number;
  reciprocalRank: number;
};

const discount = (place: number): number => 1 / Math.log2(place + 2);
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values) / values.length;

const figuresOf = (grades: ReadonlyMap<string, number>, ranked: readonly string[], cut: number) => {
  const top = [...new Set(ranked)].slice(0, cut).map((id) => Math.max(0, grades.get(id) ?? 0));
  const ideal = [...grades.values()]
    .filter((grade) => grade > 0)
    .toSorted((left, right) => right - left);
  const firstHit = top.findIndex((grade) => grade > 0);
  return {
    ndcg:
      sum(top.map((grade, place) => grade * discount(place))) /
      sum(ideal.slice(0, cut).map((grade, place) => grade * discount(place))),
    recall: top.filter((grade) => grade > 0).length / ideal.length,
    reciprocalRank: firstHit === -1 ? 0 : 1 / (firstHit + 1),
  };
};

/**
 * nDCG, recall and mean reciprocal rank at `cut`, as trec_eval counts them: linear gain, the mean over every
 * question that has a relevant document; a question without a ranking counts 0.
 */
export const rankingFigures = (
  judgements: Judgements,
  ranking: Ranking,
  cut = 10,
): RankingFigures => {
  const each = [...judgements]
    .filter(([, grades]) => [...grades.values()].some((grade) => grade > 0))
    .map(([question, grades]) => figuresOf(grades, ranking.get(question) ?? [], cut));
  return {
    questions: each.length,
    ndcg: mean(each.map(({ ndcg }) => ndcg)),
    recall: mean(each.map(({ recall }) => recall)),
    reciprocalRank: mean(each.map(({ reciprocalRank }) => reciprocalRank)),
  };
};

const field = (id: string): string => id.replaceAll(/\s/gu, '_');

/** A ranking as a TREC run file; the score only keeps the order. */
export const trecRun = (ranking: Ranking, tag = 'docent'): string =>
  [...ranking]
    .flatMap(([question, ids]) =>
      ids.map(
        (id, place) =>
          `${field(question)} Q0 ${field(id)} ${place + 1} ${ids.length - place} ${tag}\n`,
      ),
    )
    .join('');
