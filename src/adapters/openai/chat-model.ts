import type { ChatModel } from '../../ports/chat-model.ts';
import type { Dependencies } from './call.ts';
import { chatCompletionsModel } from './chat-completions.ts';
import { openAiEndpoint } from './endpoint.ts';
import type { OpenAiOptions } from './options.ts';

/** OpenAI, Ollama, vLLM, LM Studio, llama.cpp and all others that speak this wire. */
export const openAiChatModel = (options: OpenAiOptions, dependencies: Dependencies): ChatModel =>
  chatCompletionsModel(openAiEndpoint('chat/completions', options), options, dependencies);
