import type { ChatModel } from '../../ports/chat-model.ts';
import type { ChatEndpoint, Dependencies } from '../openai/call.ts';
import { chatCompletionsModel } from '../openai/chat-completions.ts';
import { managedIdentityTokens, type TokenProvider } from './credential.ts';
import type { AzureChatOptions } from './options.ts';

const SCOPE = 'https://cognitiveservices.azure.com/.default';

const urlOf = ({ endpoint, deployment, apiVersion }: AzureChatOptions): string => {
  const base = endpoint.replace(/\/+$/, '');
  return apiVersion === 'v1'
    ? `${base}/openai/v1/chat/completions`
    : `${base}/openai/deployments/${encodeURIComponent(deployment)}/chat/completions?api-version=${encodeURIComponent(apiVersion)}`;
};

/** Azure OpenAI with a key or a managed identity. `tokens` stands in for the identity where there is none. */
export const azureChatModel = (
  options: AzureChatOptions,
  dependencies: Dependencies & { tokens?: TokenProvider },
): ChatModel => {
  const { apiKey, deployment } = options;
  const tokens =
    dependencies.tokens ??
    managedIdentityTokens({ scope: SCOPE, clientId: options.clientId }, dependencies.outbound);
  const authorization: ChatEndpoint['authorization'] = async (signal) =>
    apiKey ? { 'api-key': apiKey.reveal() } : { authorization: `Bearer ${await tokens(signal)}` };
  return chatCompletionsModel(
    { url: urlOf(options), authorization },
    { ...options, model: deployment },
    dependencies,
  );
};
