import type { Embedder } from '../../ports/embedder.ts';
import type { Dependencies } from '../openai/call.ts';
import { embeddingsEmbedder } from '../openai/embedder.ts';
import type { TokenProvider } from './credential.ts';
import { azureEndpoint } from './endpoint.ts';
import type { AzureEmbeddingOptions } from './options.ts';

/** An embedding deployment of Azure OpenAI, with a key or a managed identity. */
export const azureEmbedder = (
  options: AzureEmbeddingOptions,
  dependencies: Dependencies & { tokens?: TokenProvider },
): Embedder =>
  embeddingsEmbedder(
    azureEndpoint('embeddings', options, dependencies),
    { ...options, model: options.deployment },
    dependencies,
  );
