import { toProblem } from '../domain/problem.ts';
import type { Embedder, Embedding } from '../ports/embedder.ts';
import type { Logger } from '../ports/telemetry.ts';

export type Missing = { id: string; text: string };

/** Of one text, when the service gave nothing for it without saying why. */
const ATTEMPTS = 3;
/** A text that every model reads: whether it is the service that fails, or the texts. */
const PLAIN_TEXT = 'A plain sentence.';
const FOR_GOOD = new Set(['invalid-request', 'upstream-refused', 'content-filtered', 'too-large']);

/** One embedding for each; throws what is the service's failure, and not that of these texts. */
export const embedBatch = async (
  embedder: Embedder,
  missing: readonly Missing[],
  signal: AbortSignal,
): Promise<Embedding[]> => {
  const texts = missing.map(({ text }) => text);
  try {
    return await embedder.embed({ texts, kind: 'passage', signal });
  } catch (thrown) {
    signal.throwIfAborted();
    const problem = toProblem(thrown);
    if (problem.retryable && problem.code !== 'upstream-garbled') throw problem;
    // Either these texts are odd, or the service does nothing right: a plain one tells.
    await embedder.embed({ texts: [PLAIN_TEXT], kind: 'passage', signal });
    return texts.map(() => ({ problem }));
  }
};

/** What is written for a passage: null now, when it may come again; a null vector, when it never will. */
export const createVerdicts = () => {
  const tried = new Map<string, number>();
  return ({ id: passageId }: Missing, result: Embedding | undefined, logger: Logger) => {
    const attempt = (tried.get(passageId) ?? 0) + 1;
    tried.delete(passageId);
    if (result && 'vector' in result) return { passageId, vector: result.vector };
    const code = result?.problem.code ?? 'upstream-garbled';
    if (!FOR_GOOD.has(code) && attempt < ATTEMPTS) {
      tried.set(passageId, attempt);
      return null;
    }
    logger.warn('a passage has no vector: it is found by words only', { passageId, code });
    return { passageId, vector: null };
  };
};
