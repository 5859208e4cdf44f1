import type { ChatModel } from '../../ports/chat-model.ts';
import type { Dependencies } from '../openai/call.ts';
import { chatCompletionsModel } from '../openai/chat-completions.ts';
import type { TokenProvider } from './credential.ts';
import { azureEndpoint } from './endpoint.ts';
import type { AzureChatOptions } from './options.ts';

/** Azure OpenAI with a key or a managed identity. `tokens` stands in for the identity where there is none. */
export const azureChatModel = (
  options: AzureChatOptions,
  dependencies: Dependencies & { tokens?: TokenProvider },
): ChatModel =>
  chatCompletionsModel(
    azureEndpoint('chat/completions', options, dependencies),
    { ...options, model: options.deployment },
    dependencies,
  );
