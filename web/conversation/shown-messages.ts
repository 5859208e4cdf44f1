import type { MessageView } from '../../src/contracts/conversation.ts';
import type { LiveTurn } from './live-turns.ts';

/** A message as the page shows it: stored, or laid over the stored ones while its turn is followed. */
export type ShownMessage = { message: MessageView; live: LiveTurn | null };

export const isRunning = (live: LiveTurn | null): boolean =>
  live !== null && live.connection !== 'ended' && live.answer.outcome === null;

const blank = {
  parentId: null,
  createdAt: 0,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
  problem: null,
  siblings: [],
} satisfies Partial<MessageView>;

const question = ({ request, answer }: LiveTurn): MessageView | null => {
  if (request.kind !== 'ask') return null;
  return {
    ...blank,
    id: answer.userMessageId ?? 'asking',
    parentId: request.parentId,
    role: 'user',
    state: 'complete',
    turnId: answer.turnId ?? '',
    parts: [
      ...request.pictures.map(({ name, preview }) => ({
        type: 'image' as const,
        mediaType: '',
        name,
        url: preview,
      })),
      ...request.files.map((file) => ({ type: 'file' as const, ...file })),
      { type: 'text', text: request.text },
    ],
  };
};

const stateOf = (live: LiveTurn): MessageView['state'] => {
  if (live.refusal !== null) return 'failed';
  const outcome = live.answer.outcome?.outcome;
  if (outcome === undefined) return 'streaming';
  return outcome === 'completed' ? 'complete' : outcome;
};

const reply = (live: LiveTurn, stored: MessageView | undefined): MessageView => ({
  ...blank,
  siblings: stored?.siblings ?? [],
  id: live.answer.messageId ?? 'answering',
  role: 'assistant',
  state: stateOf(live),
  turnId: live.answer.turnId ?? '',
  parts: [{ type: 'text', text: live.answer.text }],
  citations: live.answer.citations,
  sources: live.answer.sources,
  abstained: live.answer.outcome?.abstained ?? false,
  problem:
    live.refusal === null
      ? (live.answer.outcome?.problem ?? null)
      : { code: 'refused', detail: live.refusal, retryable: true },
});

/** The stored messages that stay before the live ones. */
const before = (messages: MessageView[], { request, answer }: LiveTurn): MessageView[] => {
  if (request.kind === 'ask') {
    return messages.slice(0, messages.findIndex((message) => message.id === request.parentId) + 1);
  }
  const at = messages.findIndex(
    ({ id, role, turnId }) =>
      role === 'assistant' &&
      (id === answer.messageId ||
        (request.kind === 'join' ? turnId === request.turnId : id === request.messageId)),
  );
  return at < 0 ? messages : messages.slice(0, at);
};

/**
 * The stored path with a live turn laid over it. What is stored wins as soon as the turn has ended and it is
 * there, except after an interruption: then the page has shown more than was kept, and goes on showing it.
 */
export const shownMessages = (messages: MessageView[], live: LiveTurn | null): ShownMessage[] => {
  const asStored = (list: MessageView[]) => list.map((message) => ({ message, live: null }));
  if (!live) return asStored(messages);
  const stored = messages.find((message) => message.id === live.answer.messageId);
  const ended = live.connection === 'ended' && live.refusal === null;
  const settled = stored !== undefined && stored.state !== 'streaming';
  const moreThanKept = live.answer.outcome?.outcome === 'interrupted';
  if (ended && (live.answer.messageId === null || (settled && !moreThanKept))) {
    return asStored(messages);
  }
  const asked = question(live);
  return [
    ...asStored(before(messages, live)),
    ...(asked ? [{ message: asked, live: null }] : []),
    { message: reply(live, stored), live },
  ];
};
