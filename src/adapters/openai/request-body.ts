import type {
  ChatMessage,
  ChatPart,
  ChatRequest,
  ChatToolCall,
  ResponseFormat,
  ToolChoice,
} from '../../ports/chat-request.ts';
import type { UpstreamError } from './failures.ts';
import type { ChatOptions } from './options.ts';

/** Parameters that some services of this wire refuse, and that an answer can do without or says otherwise. */
const optional = ['stream_options', 'max_tokens', 'temperature'] as const;
export type OptionalParameter = (typeof optional)[number];

const contentOf = (content: string | ChatPart[]) =>
  typeof content === 'string'
    ? content
    : content.map((part) =>
        part.type === 'text'
          ? part
          : {
              type: 'image_url',
              image_url: { url: `data:${part.mediaType};base64,${part.base64}` },
            },
      );

const functionCall = ({ id, name, argumentsJson }: ChatToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: argumentsJson },
});

const messageOf = (message: ChatMessage) => {
  const { role } = message;
  if (role === 'tool') return { role, tool_call_id: message.toolCallId, content: message.content };
  const content = contentOf(message.content);
  if (role !== 'assistant' || !message.toolCalls?.length) return { role, content };
  return { role, content: content || null, tool_calls: message.toolCalls.map(functionCall) };
};

const toolChoice = (choice: ToolChoice) =>
  typeof choice === 'string' ? choice : { type: 'function', function: choice };

const responseFormat = (format: ResponseFormat) => {
  if (format.type === 'json-object') return { type: 'json_object' };
  const { type: _, ...schema } = format;
  return { type: 'json_schema', json_schema: schema };
};

const toolsOf = ({ tools, toolChoice: choice, parallelToolCalls }: ChatRequest) =>
  tools?.length
    ? {
        tools: tools.map((tool) => ({ type: 'function', function: tool })),
        ...(choice === undefined ? {} : { tool_choice: toolChoice(choice) }),
        ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
      }
    : {};

/** What is left undefined here is left out of the JSON. */
export const requestBody = (
  request: ChatRequest,
  options: Pick<ChatOptions, 'model' | 'temperature' | 'maxAnswerTokens'>,
  refused: ReadonlySet<OptionalParameter>,
): string => {
  const maxTokensName = refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  return JSON.stringify({
    model: options.model,
    messages: request.messages.map(messageOf),
    stream: true,
    stream_options: refused.has('stream_options') ? undefined : { include_usage: true },
    temperature: refused.has('temperature')
      ? undefined
      : (request.temperature ?? options.temperature),
    [maxTokensName]: request.maxTokens ?? options.maxAnswerTokens,
    top_p: request.topP,
    stop: request.stop,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    response_format: request.responseFormat && responseFormat(request.responseFormat),
    user: request.user,
    ...toolsOf(request),
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
