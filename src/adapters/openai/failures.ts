import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { filterVerdicts } from './filter-verdicts.ts';
import { retryAfterOf } from './retry-after.ts';

/** The error object of the wire. Its message may quote the prompt or a key: it is matched, never passed on. */
export const upstreamError = z.union([
  z.object({
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    param: z.string().nullish(),
    message: z.string().nullish(),
    innererror: z.object({ content_filter_result: filterVerdicts.nullish() }).nullish(),
  }),
  z.string().transform((message) => ({ message })),
]);
export type UpstreamError = {
  code?: string | number | null | undefined;
  type?: string | null | undefined;
  param?: string | null | undefined;
  message?: string | null | undefined;
  innererror?:
    | { content_filter_result?: Record<string, unknown> | null | undefined }
    | null
    | undefined;
};

const errorBody = z.object({ error: upstreamError });
const ERROR_BODY_LIMIT = 65_536;

/** The start of an error's body, as far as it is one; nothing else of it is ever used. */
export const readError = async (response: Response): Promise<UpstreamError> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > ERROR_BODY_LIMIT) return {};
  }
  const parsed = z.preprocess(fromJson, errorBody).safeParse(text);
  return parsed.success ? parsed.data.error : {};
};

const fromJson = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined; // a page of some proxy in between: its status says enough
  }
};

const refusal = (detail: string, extra: { field?: string } = {}) =>
  new Problem('upstream-refused', detail, extra);

/** Parameters that only a caller sets, never a setting of ours: a refusal of one names it to them. */
const callersParameters = new Set([
  'top_p',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'response_format',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'user',
]);

const refusedField = ({ param }: UpstreamError): { field?: string } => {
  const [field = ''] = (param ?? '').split(/[.[]/, 1);
  return callersParameters.has(field) ? { field } : {};
};

/** An answer with another status than 2xx. */
export const statusProblem = (response: Response, error: UpstreamError): Problem => {
  const { status } = response;
  const retryAfter = retryAfterOf(response.headers);
  const wait = retryAfter === undefined ? {} : { retryAfter };
  if (status === 429)
    return error.code === 'insufficient_quota'
      ? refusal('The account at the model service has no quota left.')
      : new Problem('upstream-rate-limited', 'The model service takes no more requests now.', wait);
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return new Problem('upstream-failed', `The model service failed (status ${status}).`, wait);
  if (error.code === 'content_filter')
    return new Problem(
      'content-filtered',
      'The content filter of the model service stopped the question.',
    );
  if (error.code === 'context_length_exceeded')
    return refusal('The question with its passages is longer than the model can read.');
  if (status === 401 || status === 403)
    return refusal(`The model service does not accept our key or identity (status ${status}).`);
  if (status === 404)
    return refusal(
      'The model service does not know this model or address: check both in the settings.',
    );
  if (status >= 300 && status < 400)
    return refusal('The model service redirects: set its final address in the settings.');
  return refusal(
    `The model service does not accept the request (status ${status}).`,
    refusedField(error),
  );
};

/** An error inside a stream that had begun well. */
export const streamedProblem = ({ code, type }: UpstreamError): Problem => {
  if (code === 'content_filter')
    return new Problem(
      'content-filtered',
      'The content filter of the model service stopped the answer.',
    );
  if (code === 429 || code === 'rate_limit_exceeded' || type === 'rate_limit_error')
    return new Problem('upstream-rate-limited', 'The model service takes no more requests now.');
  return new Problem('upstream-failed', 'The model service broke off the answer.');
};

const WORD = /^[\w.-]{1,60}$/;
const word = (value: unknown): string | null =>
  (typeof value === 'string' || typeof value === 'number') && WORD.test(String(value))
    ? String(value)
    : null;

/** What a log line may say of an upstream's error: names, never its sentences. */
export const errorFields = ({ code, type, param }: UpstreamError) => ({
  upstreamCode: word(code),
  upstreamType: word(type),
  upstreamParameter: word(param),
});
