export type ChatPart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; base64: string };
/** `argumentsJson` is as the model wrote it. */
export type ChatToolCall = { id: string; name: string; argumentsJson: string };
export type ChatMessage =
  | { role: 'system'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: ChatToolCall[] }
  | { role: 'tool'; toolCallId: string; content: string }
  | { role: 'user'; content: string | ChatPart[] };

type JsonSchema = Record<string, unknown>;
export type ChatTool = {
  name: string;
  description?: string | undefined;
  parameters?: JsonSchema | undefined;
  strict?: boolean | undefined;
};
export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };
export type ResponseFormat =
  | { type: 'json-object' }
  | {
      type: 'json-schema';
      name: string;
      description?: string | undefined;
      schema?: JsonSchema | undefined;
      strict?: boolean | undefined;
    };

/** How to write. What a model does not take of it, it refuses. */
export type ChatParameters = {
  temperature?: number | undefined;
  maxTokens?: number | undefined;
  topP?: number | undefined;
  stop?: string[] | undefined;
  seed?: number | undefined;
  presencePenalty?: number | undefined;
  frequencyPenalty?: number | undefined;
  responseFormat?: ResponseFormat | undefined;
  /** Who asks, as the caller names them to the model service. */
  user?: string | undefined;
};

export type ChatRequest = ChatParameters & {
  messages: ChatMessage[];
  tools?: ChatTool[] | undefined;
  toolChoice?: ToolChoice | undefined;
  parallelToolCalls?: boolean | undefined;
  /** Goes with the call, so that both sides' logs can be held together. */
  traceId?: string | undefined;
  signal: AbortSignal;
};
