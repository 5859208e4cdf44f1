import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { functionTool, responseFormat, toolCall, toolChoice } from './tool-schemas.ts';

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.looseObject({ url: z.string() }).optional(),
});
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
  tool_calls: z.array(toolCall).max(128).nullish(),
  tool_call_id: z.string().min(1).max(200).nullish(),
});
export type SentMessage = z.infer<typeof message>;

const penalty = z.number().min(-2).max(2).nullish();
const stopWord = z.string().min(1).max(1000);

/** What clients send. Fields that we do not know are tolerated and change nothing. */
export const completionRequest = z.looseObject({
  model: z.string().min(1).max(200).optional(),
  messages: z.array(message).min(1).max(2000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  stop: z.union([stopWord, z.array(stopWord).max(4)]).nullish(),
  seed: z.number().int().nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  response_format: responseFormat.nullish(),
  user: z.string().max(1000).nullish(),
  tools: z.array(functionTool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  n: z.number().int().min(1).max(128).nullish(),
  conversation_id: z.string().min(1).max(200).nullish(),
});
export type CompletionRequest = z.infer<typeof completionRequest>;

export const refuse = (param: string, detail: string): Problem =>
  new Problem('invalid-request', detail, { field: param });

/** What would change the answer and is done nowhere here. */
const neverDone = ['functions', 'function_call', 'logit_bias', 'logprobs', 'audio'];
/** What only a model asked as it is can do. */
const notFromKnowledge = ['tools', 'stop'];

/** What would change the answer and cannot be done here is refused, not ignored. */
export const checkSupported = (request: CompletionRequest, asked: 'model' | 'knowledge'): void => {
  const isKnowledge = asked === 'knowledge';
  for (const param of isKnowledge ? [...neverDone, ...notFromKnowledge] : neverDone) {
    if (isSet(request[param])) throw refuse(param, `${param} is not supported here.`);
  }
  if (isKnowledge && (request.response_format ?? { type: 'text' }).type !== 'text') {
    throw refuse('response_format', 'Only text is answered here.');
  }
  if ((request.n ?? 1) !== 1) throw refuse('n', 'Only one choice is made here.');
  if (!isSet(request.tools)) {
    for (const param of ['tool_choice', 'parallel_tool_calls']) {
      if (isSet(request[param])) throw refuse(param, `${param} is only allowed with tools.`);
    }
  } else if (typeof request.tool_choice === 'object') checkChosenTool(request);
};

const checkChosenTool = ({ tools, tool_choice: choice }: CompletionRequest): void => {
  if (typeof choice !== 'object' || choice === null) return;
  const { name } = choice.function;
  if (tools?.some((tool) => tool.function.name === name)) return;
  throw refuse('tool_choice', `There is no tool ${name} among the tools.`);
};

/** Empty values ask for nothing. */
const isSet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : value !== undefined && value !== null && value !== false && value !== 'none';
