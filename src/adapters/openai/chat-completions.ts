import { Problem, toProblem } from '../../domain/problem.ts';
import type { ChatEvent, ChatModel } from '../../ports/chat-model.ts';
import type { ChatRequest } from '../../ports/chat-request.ts';
import { createBreaker } from './breaker.ts';
import { type Endpoint, createCall, type Dependencies } from './call.ts';
import type { ChatOptions } from './options.ts';
import { callAgain, retryBudget } from './retry.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/** A chat model behind the wire of OpenAI's chat completions, whoever serves it. */
export const chatCompletionsModel = (
  endpoint: Endpoint,
  options: ChatOptions,
  dependencies: Dependencies,
): ChatModel => {
  const { logger } = dependencies;
  const call = createCall(endpoint, options, dependencies);
  const budget = retryBudget(options.retry);
  const breaker = createBreaker();

  /** Calls until there is a first event, or a failure that stands. */
  const open = (request: ChatRequest, watchdog: Watchdog) =>
    callAgain(
      async () => {
        const events = await call(request, watchdog);
        return { events, first: await events.next() };
      },
      { budget, logger, signal: watchdog.signal },
    );

  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    request.signal.throwIfAborted();
    breaker.enter();
    const watchdog = startWatchdog(request.signal, options.deadlines);
    let events: AsyncGenerator<ChatEvent> | undefined;
    let outcome: Problem | null | undefined;
    try {
      const opened = await open(request, watchdog);
      ({ events } = opened);
      if (!opened.first.done) yield opened.first.value;
      yield* events;
      outcome = null;
    } catch (thrown) {
      request.signal.throwIfAborted();
      outcome = toProblem(watchdog.signal.aborted ? watchdog.signal.reason : thrown);
      throw outcome;
    } finally {
      breaker.leave(outcome);
      watchdog.stop();
      await events?.return(undefined);
    }
  }

  return {
    name: options.model,
    vision: options.vision,
    contextTokens: options.contextTokens,
    stream,
  } satisfies ChatModel;
};
