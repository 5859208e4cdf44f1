import { catalog } from './adapters/catalog.ts';
import type { Answerer } from './ports/answerer.ts';
import type { ChatModel } from './ports/chat-model.ts';
import type { Outbound } from './ports/outbound.ts';
import type { Logger } from './ports/telemetry.ts';
import type { Settings } from './settings/load.ts';

/** The chat model of the settings, over a door that knows its address and no other private one; none: null. */
export const chosenModel = async (
  settings: Settings,
  logger: Logger,
): Promise<ChatModel | null> => {
  const { model } = settings;
  if (model.kind === 'none') return null;
  const outboundTo = async (allowed: string[]): Promise<Outbound> =>
    (await catalog.outbound.pinned())({
      allowedOrigins: allowed.map((url) => new URL(url).origin),
      logger,
      connectMs: settings.deadlines.modelConnect,
    });
  const traits = traitsOf(settings, model);
  if (model.kind === 'openai') {
    const { build, options } = await catalog.chatModel.openai();
    const { baseUrl, apiKey, model: name } = model;
    const outbound = await outboundTo([baseUrl]);
    return build(options.parse({ ...traits, baseUrl, apiKey, model: name }), { outbound, logger });
  }
  const { build, options, managedIdentityOrigins } = await catalog.chatModel['azure-openai']();
  const { endpoint, deployment, apiVersion, apiKey, identityEndpoint } = model;
  const clientId = model.managedIdentityClientId;
  const outbound = await outboundTo([
    endpoint,
    ...(apiKey ? [] : managedIdentityOrigins(identityEndpoint)),
  ]);
  return build(options.parse({ ...traits, endpoint, deployment, apiVersion, apiKey, clientId }), {
    outbound,
    logger,
  });
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
