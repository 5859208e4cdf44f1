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

export const chatRequest = z.strictObject({
  model: z.string().min(1).optional(),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.enum(['system', 'developer']), content: z.string() }),
        z.strictObject({ role: z.literal('assistant'), content: z.string() }),
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

/** What the published API does not allow about this request, or null. */
export const violationOf = (
  style: Style,
  headers: IncomingHttpHeaders,
  body: FakeChatRequest,
): string | null => {
  const bearer = /^Bearer \S+$/.test(headers.authorization ?? '');
  const keyed = typeof headers['api-key'] === 'string' && headers['api-key'] !== '';
  if (style !== 'openai' && bearer === keyed) return 'Azure wants either api-key or a bearer token';
  if (style === 'openai' && keyed) return 'api-key is no header of this API';
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    return 'content-type must be JSON';
  if (style !== 'azure-deployment' && !body.model) return 'model is required';
  if (body.stream_options && !body.stream) return 'stream_options is only allowed with stream';
  if (body.max_tokens && body.max_completion_tokens)
    return 'max_tokens excludes max_completion_tokens';
  return null;
};

export const textOfMessage = (message: FakeChatRequest['messages'][number]): string =>
  typeof message.content === 'string'
    ? message.content
    : message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
