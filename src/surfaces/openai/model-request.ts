import type {
  ChatParameters,
  ChatRequest,
  ChatTool,
  ResponseFormat,
  ToolChoice,
} from '../../ports/chat-request.ts';
import { chatMessages } from './messages.ts';
import type { CompletionRequest } from './request.ts';

/** A completion as the port asks for it. A null says as much as nothing. */
export const modelRequest = (body: CompletionRequest): Omit<ChatRequest, 'signal'> => ({
  messages: chatMessages(body),
  tools: body.tools?.map(toolOf),
  toolChoice: choiceOf(body.tool_choice),
  parallelToolCalls: body.parallel_tool_calls ?? undefined,
  ...parametersOf(body),
});

const parametersOf = (body: CompletionRequest): ChatParameters => ({
  temperature: body.temperature ?? undefined,
  maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
  topP: body.top_p ?? undefined,
  stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
  seed: body.seed ?? undefined,
  presencePenalty: body.presence_penalty ?? undefined,
  frequencyPenalty: body.frequency_penalty ?? undefined,
  responseFormat: formatOf(body.response_format),
  user: body.user ?? undefined,
});

type SentTool = NonNullable<CompletionRequest['tools']>[number];
const toolOf = ({ function: { name, description, parameters, strict } }: SentTool): ChatTool => ({
  name,
  description: description ?? undefined,
  parameters: parameters ?? undefined,
  strict: strict ?? undefined,
});

const choiceOf = (choice: CompletionRequest['tool_choice']): ToolChoice | undefined =>
  typeof choice === 'object' && choice !== null
    ? { name: choice.function.name }
    : (choice ?? undefined);

const formatOf = (format: CompletionRequest['response_format']): ResponseFormat | undefined => {
  if (format?.type === 'json_object') return { type: 'json-object' };
  if (format?.type !== 'json_schema') return undefined;
  const { name, description, schema, strict } = format.json_schema;
  return {
    type: 'json-schema',
    name,
    description: description ?? undefined,
    schema: schema ?? undefined,
    strict: strict ?? undefined,
  };
};
