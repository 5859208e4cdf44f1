import type { ChatMessage, ChatRequest } from '../../ports/chat-model.ts';
import type { UpstreamError } from './failures.ts';
import type { ChatOptions } from './options.ts';

/** Parameters that some services of this wire refuse, and that an answer can do without or says otherwise. */
const optional = ['stream_options', 'max_tokens', 'temperature'] as const;
export type OptionalParameter = (typeof optional)[number];

const contentOf = (message: ChatMessage) =>
  typeof message.content === 'string'
    ? message.content
    : message.content.map((part) =>
        part.type === 'text'
          ? part
          : {
              type: 'image_url',
              image_url: { url: `data:${part.mediaType};base64,${part.base64}` },
            },
      );

export const requestBody = (
  request: ChatRequest,
  options: Pick<ChatOptions, 'model' | 'temperature' | 'maxAnswerTokens'>,
  refused: ReadonlySet<OptionalParameter>,
): string => {
  const temperature = request.temperature ?? options.temperature;
  const maxTokens = request.maxTokens ?? options.maxAnswerTokens;
  return JSON.stringify({
    model: options.model,
    messages: request.messages.map((message) => ({
      role: message.role,
      content: contentOf(message),
    })),
    stream: true,
    ...(refused.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
    ...(temperature === undefined || refused.has('temperature') ? {} : { temperature }),
    ...(maxTokens === undefined
      ? {}
      : { [refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens']: maxTokens }),
  });
};

/** Which of our optional parameters a refusal is about, when it is about one that we had sent. */
export const refusedParameter = (
  status: number,
  error: UpstreamError,
  refused: ReadonlySet<OptionalParameter>,
): OptionalParameter | undefined => {
  if (status !== 400 && status !== 422) return undefined;
  return optional.find(
    (name) => !refused.has(name) && (error.param === name || error.message?.includes(name)),
  );
};
