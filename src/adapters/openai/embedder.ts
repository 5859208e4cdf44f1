import { Problem, toProblem } from '../../domain/problem.ts';
import { mapAtOnce } from '../../lib/map-at-once.ts';
import type { Embedder, Embedding } from '../../ports/embedder.ts';
import type { Dependencies, Endpoint } from './call.ts';
import { createEmbeddingCall } from './embedding-call.ts';
import type { EmbeddingOptions, OpenAiEmbeddingOptions } from './embedding-options.ts';
import { openAiEndpoint } from './endpoint.ts';

/** Requests under way for one caller. */
const AT_ONCE = 2;
/** So many refusals without one success: it is not the texts. */
const HOPELESS = 16;
/** A text refused as too long is halved until it is this short. */
const SHORTEST = 250;

type Item = { place: number; text: string };

/** Never in the middle of a character that takes two units. */
const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '');

const batchesOf = (
  items: readonly Item[],
  { batchTexts, batchCharacters }: EmbeddingOptions,
): Item[][] => {
  const batches: Item[][] = [];
  let characters = 0;
  for (const item of items) {
    const last = batches.at(-1);
    const fits = characters + item.text.length <= batchCharacters;
    if (last && last.length < batchTexts && fits) {
      last.push(item);
      characters += item.text.length;
    } else {
      batches.push([item]);
      characters = item.text.length;
    }
  }
  return batches;
};

/** An embedding model behind the wire of OpenAI's embeddings, whoever serves it. */
export const embeddingsEmbedder = (
  endpoint: Endpoint,
  options: EmbeddingOptions,
  dependencies: Dependencies,
): Embedder => {
  const call = createEmbeddingCall(endpoint, options, dependencies);

  const embed: Embedder['embed'] = async ({ texts, kind, signal }) => {
    signal.throwIfAborted();
    const results = texts.map((): Embedding => ({ problem: emptyText }));
    let refusals = 0;
    const give = (items: readonly Item[], result: (at: number) => Embedding) => {
      for (const [at, { place }] of items.entries()) results[place] = result(at);
    };

    /** A refused batch is cut in two until the text that spoils it is alone. */
    const embedBatch = async (batch: readonly Item[]): Promise<void> => {
      const embedded = await call({ texts: batch.map(({ text }) => text), kind, signal });
      if ('results' in embedded) {
        refusals = Number.NEGATIVE_INFINITY;
        give(batch, (at) => embedded.results[at] ?? { problem: emptyText });
        return;
      }
      refusals += 1;
      const parts = refusals < HOPELESS ? smaller(batch, embedded.tooLong) : [];
      if (parts.length === 0) give(batch, () => ({ problem: embedded.refused }));
      for (const part of parts) await embedBatch(part);
    };

    const items = texts.flatMap((text, place) =>
      text.trim() === ''
        ? []
        : [{ place, text: options.prefixes[kind] + cut(text, options.textCharacters) }],
    );
    await mapAtOnce(batchesOf(items, options), AT_ONCE, async (batch) => {
      try {
        await embedBatch(batch);
      } catch (thrown) {
        signal.throwIfAborted();
        const problem = toProblem(thrown);
        give(
          batch.filter(({ place }) => !isDone(results[place])),
          () => ({ problem }),
        );
      }
    });
    signal.throwIfAborted();
    return orThrow(results);
  };

  const { model, dimensions } = options;
  return { space: `${model}:${dimensions}`, dimensions, embed } satisfies Embedder;
};

const emptyText = new Problem('invalid-request', 'An empty text has no meaning to embed.');

const isDone = (result: Embedding | undefined): boolean =>
  result !== undefined && 'vector' in result;

const smaller = (batch: readonly Item[], tooLong: boolean): Item[][] => {
  const [first, ...others] = batch;
  if (first && others.length > 0) {
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
  }
  return first && tooLong && first.text.length > 2 * SHORTEST
    ? [[{ ...first, text: cut(first.text, Math.ceil(first.text.length / 2)) }]]
    : [];
};

/** When nothing could be embedded, it is the service's failure and not the texts'. */
const orThrow = (results: Embedding[]): Embedding[] => {
  if (results.some((result) => 'vector' in result)) return results;
  const failed = results.find((result) => 'problem' in result && result.problem !== emptyText);
  if (failed && 'problem' in failed) throw failed.problem;
  return results;
};

/** OpenAI, Ollama, vLLM, text-embeddings-inference and all others that speak this wire. */
export const openAiEmbedder = (
  options: OpenAiEmbeddingOptions,
  dependencies: Dependencies,
): Embedder => embeddingsEmbedder(openAiEndpoint('embeddings', options), options, dependencies);
