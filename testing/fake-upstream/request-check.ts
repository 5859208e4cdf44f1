import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** The published request of chat completions, as far as a client of ours may use it; anything else is refused. */
const part = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({
      url: z.string().regex(/^(https:|data:image\/[a-z]+;base64,[A-Za-z0-9+/=]+$)/),
      detail: z.enum(['auto', 'low', 'high']).optional(),
    }),
  }),
]);

const toolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});

const jsonSchema = z.record(z.string(), z.unknown());
const functionName = z.string().regex(/^[\w-]{1,64}$/);
const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: functionName,
    description: z.string().optional(),
    parameters: jsonSchema.optional(),
    strict: z.boolean().optional(),
  }),
});
const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: functionName }),
  }),
]);
const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['text', 'json_object']) }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: functionName,
      description: z.string().optional(),
      schema: jsonSchema.optional(),
      strict: z.boolean().optional(),
    }),
  }),
]);

export const chatRequest = z.strictObject({
  model: z.string().min(1).optional(),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.enum(['system', 'developer']), content: z.string() }),
        z.strictObject({
          role: z.literal('assistant'),
          content: z.string().nullable(),
          tool_calls: z.array(toolCall).min(1).optional(),
        }),
        z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
        z.strictObject({
          role: z.literal('user'),
          content: z.union([z.string(), z.array(part).min(1)]),
        }),
      ]),
    )
    .min(1),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  max_tokens: z.number().int().min(1).optional(),
  max_completion_tokens: z.number().int().min(1).optional(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).optional(),
  seed: z.number().int().optional(),
  presence_penalty: z.number().min(-2).max(2).optional(),
  frequency_penalty: z.number().min(-2).max(2).optional(),
  response_format: responseFormat.optional(),
  tools: z.array(tool).min(1).max(128).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  user: z.string().optional(),
});
export type FakeChatRequest = z.infer<typeof chatRequest>;

export type Style = 'openai' | 'azure-v1' | 'azure-deployment';

const DEPLOYMENT =
  /^\/openai\/deployments\/([^/]+)\/chat\/completions\?api-version=(v1|\d{4}-\d{2}-\d{2}(-preview)?)$/;

export const styleOf = (path: string): Style | null => {
  if (path === '/v1/chat/completions') return 'openai';
  if (path === '/openai/v1/chat/completions') return 'azure-v1';
  return DEPLOYMENT.test(path) ? 'azure-deployment' : null;
};

/** How a caller must say who it is, in what form it sends. */
export const authorizationViolation = (
  style: Style,
  headers: IncomingHttpHeaders,
): string | null => {
  const bearer = /^Bearer \S+$/.test(headers.authorization ?? '');
  const keyed = typeof headers['api-key'] === 'string' && headers['api-key'] !== '';
  if (style !== 'openai' && bearer === keyed) return 'Azure wants either api-key or a bearer token';
  if (style === 'openai' && keyed) return 'api-key is no header of this API';
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    return 'content-type must be JSON';
  return null;
};

/** What the published API does not allow about this request, or null. */
export const violationOf = (
  style: Style,
  headers: IncomingHttpHeaders,
  body: FakeChatRequest,
): string | null => {
  const unauthorized = authorizationViolation(style, headers);
  if (unauthorized !== null) return unauthorized;
  if (style !== 'azure-deployment' && !body.model) return 'model is required';
  if (body.stream_options && !body.stream) return 'stream_options is only allowed with stream';
  if (body.max_tokens && body.max_completion_tokens)
    return 'max_tokens excludes max_completion_tokens';
  if (!body.tools && (body.tool_choice ?? body.parallel_tool_calls) !== undefined)
    return 'tool_choice is only allowed with tools';
  return unansweredCalls(body.messages);
};

/** Every call of a tool is answered before anything else is said, and nothing else is answered. */
const unansweredCalls = (messages: FakeChatRequest['messages']): string | null => {
  const open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) return 'a tool message answers no call before it';
      continue;
    }
    if (open.size > 0) break;
    if (message.role !== 'assistant') continue;
    if (message.content === null && !message.tool_calls) return 'an assistant said nothing';
    for (const { id } of message.tool_calls ?? []) open.add(id);
  }
  return open.size > 0 ? 'a tool call has no answer' : null;
};

export const textOfMessage = (message: FakeChatRequest['messages'][number]): string =>
  typeof message.content === 'string' || message.content === null
    ? (message.content ?? '')
    : message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
