import { Problem, toProblem } from '../../domain/problem.ts';
import { deadline, isTimeout } from '../../lib/deadline.ts';
import type { Embedder, Embedding } from '../../ports/embedder.ts';
import { createBreaker } from './breaker.ts';
import type { Dependencies, Endpoint } from './call.ts';
import type { EmbeddingOptions } from './embedding-options.ts';
import { readEmbeddings } from './embedding-response.ts';
import { errorFields, readError, statusProblem, type UpstreamError } from './failures.ts';
import { callAgain, retryBudget } from './retry.ts';

/** `refused`: the texts were not taken, which may be the fault of one of them. Everything else is thrown. */
export type Embedded = { results: Embedding[] } | { refused: Problem; tooLong: boolean };

const optional = ['encoding_format', 'dimensions'] as const;
type OptionalParameter = (typeof optional)[number];

const ABOUT_TEXTS = new Set([400, 413, 422]);
const TOO_LONG = /too long|too large|context.?length|maximum.{0,20}(?:length|tokens)|exceeds/i;

const isTooLong = (status: number, { code, message }: UpstreamError): boolean =>
  status === 413 || code === 'context_length_exceeded' || TOO_LONG.test(message ?? '');

export type EmbeddingCall = (request: Parameters<Embedder['embed']>[0]) => Promise<Embedded>;

/** One request for the vectors of some texts; tried again where that may help. */
export const createEmbeddingCall = (
  endpoint: Endpoint,
  options: EmbeddingOptions,
  { outbound, logger }: Dependencies,
): EmbeddingCall => {
  const { model, dimensions, asksForDimensions } = options;
  const budget = retryBudget(options.retry);
  const breaker = createBreaker();
  /** Learnt once, so that only the first batch costs a refused call. */
  const refused = new Set<OptionalParameter>();

  const body = (texts: readonly string[]): string =>
    JSON.stringify({
      model,
      input: texts,
      // A third of the bytes of a list, and read without parsing a number.
      ...(refused.has('encoding_format') ? {} : { encoding_format: 'base64' }),
      ...(asksForDimensions && !refused.has('dimensions') ? { dimensions } : {}),
    });

  const once = async (texts: readonly string[], signal: AbortSignal): Promise<Embedded> => {
    const response = await outbound(endpoint.url, {
      method: 'POST',
      signal,
      headers: {
        'content-type': 'application/json',
        ...(await endpoint.authorization(signal)),
      },
      body: body(texts),
    });
    if (response.status === 200)
      return { results: await readEmbeddings(response, { texts: texts.length, dimensions }) };
    const { status } = response;
    const error = await readError(response);
    logger.warn('embedding service refused', { model, status, ...errorFields(error) });
    const problem = statusProblem(response, error);
    if (!ABOUT_TEXTS.has(status)) throw problem;
    const parameter = optional.find(
      (name) => !refused.has(name) && (error.param === name || error.message?.includes(name)),
    );
    if (!parameter) return { refused: problem, tooLong: isTooLong(status, error) };
    refused.add(parameter);
    return once(texts, signal);
  };

  return async ({ texts, kind, signal: outer }) => {
    outer.throwIfAborted();
    breaker.enter();
    const limitMs = kind === 'question' ? options.questionMs : options.requestMs;
    const signal = deadline(limitMs, outer);
    let outcome: Problem | null | undefined;
    try {
      const embedded = await callAgain(() => once(texts, signal), { budget, logger, signal });
      outcome = null;
      return embedded;
    } catch (thrown) {
      outer.throwIfAborted();
      outcome = isTimeout(thrown)
        ? new Problem('upstream-timeout', 'The embedding service took too long.', { cause: thrown })
        : toProblem(thrown);
      throw outcome;
    } finally {
      breaker.leave(outcome);
    }
  };
};
