import { Problem } from '../../domain/problem.ts';
import type { ChatEvent } from '../../ports/chat-model.ts';
import type { ChatRequest } from '../../ports/chat-request.ts';
import type { Outbound } from '../../ports/outbound.ts';
import type { Logger } from '../../ports/telemetry.ts';
import { readCompletion } from './completion.ts';
import { errorFields, readError, statusProblem, type UpstreamError } from './failures.ts';
import { filteredCategories } from './filter-verdicts.ts';
import { withTrace } from '../outbound/wrappers.ts';
import type { ChatOptions } from './options.ts';
import { type OptionalParameter, refusedParameter, requestBody } from './request-body.ts';
import type { Watchdog } from './watchdog.ts';

export type Dependencies = { outbound: Outbound; logger: Logger };

/** Where one vendor's form of the wire is and how it knows us. */
export type Endpoint = {
  url: string;
  authorization(signal: AbortSignal): Promise<Record<string, string>>;
};

/** The request is sent and answered when it resolves; the events then come as they are read. */
export type Call = (request: ChatRequest, watchdog: Watchdog) => Promise<AsyncGenerator<ChatEvent>>;

const EVENT_STREAM = /^text\/event-stream\b/i;

/** A refusal as events: a question that was filtered says so before it fails. */
async function* refusal(response: Response, error: UpstreamError): AsyncGenerator<ChatEvent> {
  if (error.code === 'content_filter') {
    const categories = filteredCategories(error.innererror?.content_filter_result);
    yield { type: 'filtered', where: 'question', categories };
  }
  throw statusProblem(response, error);
}

const traced = (outbound: Outbound, traceId: string | undefined): Outbound =>
  traceId === undefined ? outbound : withTrace(outbound, traceId);

/** One request and the events of its answer; sent anew without a parameter that the service does not take. */
export const createCall = (
  endpoint: Endpoint,
  options: ChatOptions,
  { outbound, logger }: Dependencies,
): Call => {
  /** Learnt once, so that only the first answer costs a refused call. */
  const refused = new Set<OptionalParameter>();
  const post = async (request: ChatRequest, signal: AbortSignal): Promise<Response> =>
    traced(outbound, request.traceId)(endpoint.url, {
      method: 'POST',
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(await endpoint.authorization(signal)),
      },
      body: requestBody(request, options, refused),
    });

  return async function call(request, watchdog): Promise<AsyncGenerator<ChatEvent>> {
    watchdog.begin();
    const sent = new Set(refused);
    const response = await post(request, watchdog.signal);
    if (response.status !== 200) {
      const error = await readError(response);
      const { status } = response;
      logger.warn('model service refused', {
        model: options.model,
        status,
        ...errorFields(error),
      });
      const parameter = refusedParameter(status, error, sent);
      if (!parameter) return refusal(response, error);
      refused.add(parameter);
      return call(request, watchdog);
    }
    if (!response.body || !EVENT_STREAM.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw new Problem(
        'upstream-garbled',
        'The model service answered, but with no event stream.',
      );
    }
    return readCompletion(response.body, watchdog);
  };
};
