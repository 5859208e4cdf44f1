import { Problem } from '../../domain/problem.ts';
import type { ChatModel } from '../../ports/chat-model.ts';
import type { ChatRequest } from '../../ports/chat-request.ts';

/** No small task needs more, however many tokens a model would write. */
const MOST_CHARACTERS = 8_000;

/** What a model writes to a short request; nothing is a failure. */
export const completeSmallTask = async (
  model: ChatModel,
  request: Pick<ChatRequest, 'messages' | 'temperature' | 'maxTokens' | 'signal'>,
): Promise<string> => {
  let text = '';
  for await (const event of model.stream(request)) {
    if (event.type === 'text') text += event.text;
    if (text.length > MOST_CHARACTERS) break;
  }
  if (text.trim() !== '') return text.slice(0, MOST_CHARACTERS);
  throw new Problem('upstream-garbled', 'The model answered nothing.');
};
