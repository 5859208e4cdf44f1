import type { Secret } from '../../lib/secret.ts';
import type { Endpoint } from './call.ts';

/** Where a service does one of its operations, and how it knows us. */
export const openAiEndpoint = (
  operation: 'chat/completions' | 'embeddings',
  { baseUrl, apiKey }: { baseUrl: string; apiKey?: Secret | undefined },
): Endpoint => ({
  url: `${baseUrl.replace(/\/+$/, '')}/${operation}`,
  authorization: () =>
    Promise.resolve(apiKey ? { authorization: `Bearer ${apiKey.reveal()}` } : {}),
});
