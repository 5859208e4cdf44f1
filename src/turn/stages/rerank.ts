import type { SourcePassage } from '../../domain/message.ts';
import type { FoundPassage } from '../../domain/passage.ts';
import type { TracedCandidate } from '../../domain/retrieval-trace.ts';
import { tracedCall } from '../traced-call.ts';
import type { Stage, TurnContext, TurnServices } from '../turn-context.ts';

const RERANK_MS = 10_000;
/** Of a candidate, kept for whoever asks why. */
const EXCERPT_CHARACTERS = 200;

/**
 * The best of what was found, in the order of a model where one is set, else as it is. N in every citation is the
 * place in this list.
 */
export const rerank: Stage = async function* (events, turn, services) {
  yield* events;
  if (services.answerer.retrieves) return;
  const { passages, leftOut = [], ...rest } = turn.retrieval;
  const order = await orderOf(turn, services);
  const ordered = order ? inOrder(passages, order) : passages;
  const best = ordered.slice(0, services.limits.passages);
  turn.retrieval = { ...rest, passages: best };
  turn.trace.candidates = [...ordered, ...leftOut].map((passage, place) =>
    candidateOf(passage, { place, best: best.length, judged: order ? ordered.length : 0 }),
  );
  yield { type: 'passages-found', passages: best.map(toSource) };
};

const orderOf = async (
  turn: TurnContext,
  { reranker }: TurnServices,
): Promise<readonly number[] | null> => {
  const { passages } = turn.retrieval;
  if (!reranker || passages.length < 2) return null;
  const ranked = await tracedCall(
    turn,
    { purpose: 'rerank', model: reranker.name, limitMs: RERANK_MS },
    (signal) => reranker.rerank({ question: turn.question, passages, signal }),
  );
  return ranked?.value ?? null;
};

/** Those in the order first, the others behind them as they were. */
const inOrder = (passages: readonly FoundPassage[], order: readonly number[]): FoundPassage[] => {
  const named = new Set(order);
  const others = passages.flatMap((_, place) => (named.has(place) ? [] : [place]));
  return [...named, ...others].flatMap((place) => {
    const passage = passages[place];
    if (!passage) return [];
    return passage.why ? { ...passage, why: { ...passage.why, fusedRank: place + 1 } } : passage;
  });
};

const candidateOf = (
  passage: FoundPassage,
  { place, best, judged }: { place: number; best: number; judged: number },
): TracedCandidate => ({
  passageId: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  place: passage.place,
  start: passage.start,
  end: passage.end,
  excerpt: passage.text.slice(0, EXCERPT_CHARACTERS).toWellFormed(),
  score: passage.score,
  number: place < best ? place + 1 : null,
  leftOut: place < best ? null : place < judged ? 'model' : 'rank',
  evidence: passage.why ?? null,
});

const toSource = (passage: FoundPassage): SourcePassage => ({
  passageId: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  baseId: passage.baseId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  place: passage.place,
  start: passage.start,
  end: passage.end,
  text: passage.text,
  score: passage.score,
});
