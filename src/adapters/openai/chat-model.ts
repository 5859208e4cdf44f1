import type { ChatModel } from '../../ports/chat-model.ts';
import type { Dependencies } from './call.ts';
import { chatCompletionsModel } from './chat-completions.ts';
import type { OpenAiOptions } from './options.ts';

/** OpenAI, Ollama, vLLM, LM Studio, llama.cpp and all others that speak this wire. */
export const openAiChatModel = (options: OpenAiOptions, dependencies: Dependencies): ChatModel =>
  chatCompletionsModel(
    {
      url: `${options.baseUrl.replace(/\/+$/, '')}/chat/completions`,
      authorization: () =>
        Promise.resolve(
          options.apiKey ? { authorization: `Bearer ${options.apiKey.reveal()}` } : {},
        ),
    },
    options,
    dependencies,
  );
