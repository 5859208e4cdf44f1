import { catalog } from './adapters/catalog.ts';
import type { Answerer } from './ports/answerer.ts';
import type { ChatModel } from './ports/chat-model.ts';
import type { Embedder, Embedders } from './ports/embedder.ts';
import type { Outbound } from './ports/outbound.ts';
import type { Logger } from './ports/telemetry.ts';
import type { EmbeddingSettings } from './settings/embedding.ts';
import { knownEmbedder } from './settings/known-embedders.ts';
import type { Settings } from './settings/load.ts';

/** A door that knows these addresses and no other private ones. */
const outboundTo = async (
  allowed: readonly string[],
  { settings, logger }: { settings: Settings; logger: Logger },
): Promise<Outbound> =>
  (await catalog.outbound.pinned())({
    allowedOrigins: allowed.map((url) => new URL(url).origin),
    logger,
    connectMs: settings.deadlines.modelConnect,
  });

type AzurePlace = Pick<
  Extract<Settings['model'], { kind: 'azure-openai' }>,
  'endpoint' | 'deployment' | 'apiVersion' | 'apiKey' | 'managedIdentityClientId'
> & { identityEndpoint?: string };

const azurePlace = ({ endpoint, deployment, apiVersion, apiKey, ...place }: AzurePlace) => ({
  endpoint,
  deployment,
  apiVersion,
  apiKey,
  clientId: place.managedIdentityClientId,
});

/** The resource, and where tokens come from when there is no key. */
const azureAddresses = async ({ endpoint, apiKey, identityEndpoint }: AzurePlace) => {
  const { managedIdentityOrigins } = await catalog.identity.azure();
  return [endpoint, ...(apiKey ? [] : managedIdentityOrigins(identityEndpoint))];
};

/** The chat model of the settings; none: null. */
export const chosenModel = async (
  settings: Settings,
  logger: Logger,
): Promise<ChatModel | null> => {
  const { model } = settings;
  if (model.kind === 'none') return null;
  const traits = traitsOf(settings, model);
  if (model.kind === 'openai') {
    const { build, options } = await catalog.chatModel.openai();
    const { baseUrl, apiKey, model: name } = model;
    const outbound = await outboundTo([baseUrl], { settings, logger });
    return build(options.parse({ ...traits, baseUrl, apiKey, model: name }), { outbound, logger });
  }
  const { build, options } = await catalog.chatModel['azure-openai']();
  const outbound = await outboundTo(await azureAddresses(model), { settings, logger });
  return build(options.parse({ ...traits, ...azurePlace(model) }), { outbound, logger });
};

const traitsOf = (
  { answers, deadlines }: Settings,
  { vision, contextTokens }: Exclude<Settings['model'], { kind: 'none' }>,
) => ({
  vision,
  contextTokens,
  maxAnswerTokens: answers.maxTokens,
  temperature: answers.temperature,
  deadlines: {
    firstTokenMs: deadlines.modelFirstToken,
    idleMs: deadlines.modelIdle,
    totalMs: deadlines.turn,
  },
});

/** A chat model set means the model loop; none means quotations. */
export const chosenAnswerer = async (
  model: ChatModel | null,
  { settings, logger }: { settings: Settings; logger: Logger },
): Promise<Answerer> => {
  if (!model) return (await catalog.answerer.extractive())();
  const modelLoopAnswerer = await catalog.answerer['model-loop']();
  return modelLoopAnswerer({ model, logger, answerTokens: settings.answers.maxTokens });
};

/** Nobody waits longer for a task that can be done without a model. */
const SMALL_TASK_DEADLINES = { modelFirstToken: 4_000, modelIdle: 4_000, turn: 9_000 };

/**
 * What small tasks are done with: another model of the same service, or the one that answers. It has a breaker of its
 * own, so that one that hangs is soon left alone.
 */
const smallModel = async ({
  settings,
  logger,
}: {
  settings: Settings;
  logger: Logger;
}): Promise<ChatModel | null> => {
  const { model, deadlines, retrieval } = settings;
  const name = retrieval.smallModel;
  const small =
    name === undefined || model.kind === 'none'
      ? model
      : { ...model, ...(model.kind === 'openai' ? { model: name } : { deployment: name }) };
  const quick = { ...deadlines, ...SMALL_TASK_DEADLINES };
  return chosenModel({ ...settings, model: small, deadlines: quick }, logger);
};

/** Who completes questions and orders passages; null: rules, and the order they were found in. */
export const chosenHelpers = async (from: { settings: Settings; logger: Logger }) => {
  const { rewrite, rerank } = from.settings.retrieval;
  const small = rewrite === 'model' || rerank === 'model' ? await smallModel(from) : null;
  return {
    rewriter: small && rewrite === 'model' ? (await catalog.rewriter.model())(small) : null,
    reranker: small && rerank === 'model' ? (await catalog.reranker.model())(small) : null,
  };
};

/** The embedding service of the settings; none: null. */
export const chosenEmbedders = async (
  settings: Settings,
  logger: Logger,
): Promise<Embedders | null> => {
  const { embedding } = settings;
  if (embedding.kind === 'none') return null;
  const build = await embedderBuilder(embedding, { settings, logger });
  const configured = build(embedding.kind === 'openai' ? embedding.model : embedding.deployment);
  const others = new Map<string, Embedder>();
  return {
    configured,
    forSpace(space) {
      if (space === configured.space) return configured;
      const [, name, dimensions] = /^(.+):(\d+)$/.exec(space) ?? [];
      if (name === undefined) return null;
      const known = others.get(space) ?? build(name, Number(dimensions));
      others.set(space, known);
      return known;
    },
  };
};

type Chosen = Exclude<EmbeddingSettings, { kind: 'none' }>;

/** Makes the model of the settings, or another one of the same service by its name and dimensions. */
const embedderBuilder = async (
  embedding: Chosen,
  from: { settings: Settings; logger: Logger },
): Promise<(name: string, dimensions?: number) => Embedder> => {
  const { logger } = from;
  const traits = (name: string, dimensions?: number) =>
    dimensions === undefined ? embedding : otherTraits(name, { ...embedding, dimensions });
  if (embedding.kind === 'openai') {
    const { build, options } = await catalog.embedder.openai();
    const { baseUrl, apiKey } = embedding;
    const outbound = await outboundTo([baseUrl], from);
    return (model, dimensions) =>
      build(options.parse({ ...traits(model, dimensions), baseUrl, apiKey, model }), {
        outbound,
        logger,
      });
  }
  const { build, options } = await catalog.embedder['azure-openai']();
  const outbound = await outboundTo(await azureAddresses(embedding), from);
  const place = azurePlace(embedding);
  return (deployment, dimensions) =>
    build(options.parse({ ...traits(deployment, dimensions), ...place, deployment }), {
      outbound,
      logger,
    });
};

/** Prefixes that are set are those of the model that is set: another one has its own. */
const otherTraits = (name: string, embedding: Chosen) => {
  const known = knownEmbedder(name);
  return {
    ...embedding,
    asksForDimensions: known !== undefined && known.dimensions !== embedding.dimensions,
    prefixes: { question: known?.question ?? '', passage: known?.passage ?? '' },
  };
};
