import { Problem } from '../domain/problem.ts';

/**
 * Who can fill which port. An adapter's code, and the packages it needs, are loaded only when a setting chooses it:
 * this file holds the only lazy imports of adapters, and nothing else imports one.
 */
export const catalog = {
  logger: { json: lazy(async () => (await import('./telemetry/json-logger.ts')).jsonLogger) },
  outbound: { pinned: lazy(async () => (await import('./outbound/outbound.ts')).createOutbound) },
  stores: {
    embedded: lazy(async () => (await import('./sqlite/open-stores.ts')).openEmbeddedStores),
  },
  knowledgeIndex: {
    embedded: lazy(async () => (await import('./sqlite/index/open-index.ts')).openIndexWorkers),
  },
  turnLog: { memory: lazy(async () => (await import('./memory/turn-log.ts')).memoryTurnLog) },
  extractor: {
    embedded: lazy(
      async () => (await import('./embedded/extraction/open-extractor.ts')).openExtractor,
    ),
  },
  fileSource: {
    folder: lazy(async () => (await import('./embedded/watched-folder.ts')).watchedFolder),
  },
  answerer: {
    extractive: lazy(
      async () => (await import('./embedded/extractive/extractive-answerer.ts')).extractiveAnswerer,
    ),
    'model-loop': lazy(async () => (await import('./model-loop/answerer.ts')).modelLoopAnswerer),
  },
  chatModel: {
    openai: lazy(async () => {
      const [{ openAiChatModel }, { openAiOptions }] = await Promise.all([
        import('./openai/chat-model.ts'),
        import('./openai/options.ts'),
      ]);
      return { build: openAiChatModel, options: openAiOptions };
    }),
    'azure-openai': lazy(
      async () => {
        const [{ azureChatModel }, { azureChatOptions }] = await Promise.all([
          import('./azure/chat-model.ts'),
          import('./azure/options.ts'),
        ]);
        return { build: azureChatModel, options: azureChatOptions };
      },
      { managedIdentity: '@azure/identity' },
    ),
  },
  embedder: {
    openai: lazy(async () => {
      const [{ openAiEmbedder }, { openAiEmbeddingOptions }] = await Promise.all([
        import('./openai/embedder.ts'),
        import('./openai/embedding-options.ts'),
      ]);
      return { build: openAiEmbedder, options: openAiEmbeddingOptions };
    }),
    'azure-openai': lazy(
      async () => {
        const [{ azureEmbedder }, { azureEmbeddingOptions }] = await Promise.all([
          import('./azure/embedder.ts'),
          import('./azure/options.ts'),
        ]);
        return { build: azureEmbedder, options: azureEmbeddingOptions };
      },
      { managedIdentity: '@azure/identity' },
    ),
  },
  identity: {
    azure: lazy(async () => ({
      managedIdentityOrigins: (await import('./azure/credential.ts')).managedIdentityOrigins,
    })),
  },
  reranker: { model: lazy(async () => (await import('./model-loop/reranker.ts')).modelReranker) },
  rewriter: { model: lazy(async () => (await import('./model-loop/rewriter.ts')).modelRewriter) },
  cache: { memory: lazy(async () => (await import('./memory/cache.ts')).memoryCache) },
};

/** Loads an adapter; a package that is not installed is named, with what needs it. */
function lazy<Loaded>(load: () => Promise<Loaded>, needs: Record<string, string> = {}) {
  return Object.assign(
    async (): Promise<Loaded> => {
      try {
        return await load();
      } catch (cause) {
        const missing = /Cannot find package '([^']+)'/.exec(String(cause))?.[1];
        if (missing === undefined) throw cause;
        const detail = `The package ${missing} is not installed. Run: npm install ${missing}`;
        throw new Problem('not-configured', detail, { cause });
      }
    },
    { needs },
  );
}
