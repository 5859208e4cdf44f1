import type { Dependencies, Endpoint } from '../openai/call.ts';
import { managedIdentityTokens, type TokenProvider } from './credential.ts';
import type { AzurePlace } from './options.ts';

const SCOPE = 'https://cognitiveservices.azure.com/.default';

const urlOf = (
  operation: string,
  { endpoint, deployment, apiVersion }: Pick<AzurePlace, 'endpoint' | 'deployment' | 'apiVersion'>,
): string => {
  const base = endpoint.replace(/\/+$/, '');
  return apiVersion === 'v1'
    ? `${base}/openai/v1/${operation}`
    : `${base}/openai/deployments/${encodeURIComponent(deployment)}/${operation}?api-version=${encodeURIComponent(apiVersion)}`;
};

/** Where a deployment does one of its operations, and how it knows us: by a key, else by our managed identity. */
export const azureEndpoint = (
  operation: 'chat/completions' | 'embeddings',
  place: AzurePlace,
  dependencies: Dependencies & { tokens?: TokenProvider },
): Endpoint => {
  const { apiKey, clientId } = place;
  const tokens =
    dependencies.tokens ?? managedIdentityTokens({ scope: SCOPE, clientId }, dependencies.outbound);
  return {
    url: urlOf(operation, place),
    authorization: async (signal) =>
      apiKey ? { 'api-key': apiKey.reveal() } : { authorization: `Bearer ${await tokens(signal)}` },
  };
};
