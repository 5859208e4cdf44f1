import type { ConversationView, MessageView } from '../../src/contracts/conversation.ts';
import type { TurnChunk } from '../../src/contracts/turn.ts';

type Outcome = Extract<TurnChunk, { type: 'data-outcome' }>['data'];
type Entry = { id: string; chunk: TurnChunk };

export type MockTurn = ReturnType<typeof mockTurn>;

/** Ends the response without its end: the client sees a broken connection. */
const sever = (controller: ReadableStreamDefaultController<Uint8Array>): void => controller.close();

const encoder = new TextEncoder();
const states = {
  completed: 'complete',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;

/** A turn whose words the test decides. Its log can be read from any place, by any number of readers. */
export const mockTurn = (
  id: string,
  {
    conversation,
    asked,
    message,
  }: { conversation: ConversationView; asked: string; message: MessageView },
) => {
  const log: Entry[] = [];
  const readers = new Set<{
    controller: ReadableStreamDefaultController<Uint8Array>;
    sent: number;
  }>();
  let text = '';
  let over = false;

  const feed = (): void => {
    for (const reader of readers) {
      for (const entry of log.slice(reader.sent)) {
        reader.controller.enqueue(
          encoder.encode(`id: ${entry.id}\ndata: ${JSON.stringify(entry.chunk)}\n\n`),
        );
      }
      reader.sent = log.length;
      if (!over) continue;
      reader.controller.enqueue(encoder.encode('data: [DONE]\n\n'));
      reader.controller.close();
      readers.delete(reader);
    }
  };

  const emit = (...chunks: TurnChunk[]): void => {
    for (const chunk of chunks) {
      if (chunk.type === 'text-delta') text += chunk.delta;
      if (chunk.type === 'data-citation') message.citations = [...message.citations, chunk.data];
      if (chunk.type === 'data-sources') message.sources = chunk.data.sources;
      log.push({ id: `${id}.${log.length + 1}.${text.length}`, chunk });
    }
    message.parts = [{ type: 'text', text }];
    feed();
  };

  const end = (outcome: Outcome['outcome'] = 'completed', change: Partial<Outcome> = {}): void => {
    if (over) return;
    const data: Outcome = {
      outcome,
      abstained: false,
      storedLength: text.length,
      problem: null,
      ...change,
    };
    message.state = states[outcome];
    message.problem = data.problem;
    message.parts = [{ type: 'text', text: text.slice(0, data.storedLength) }];
    conversation.runningTurnId = null;
    over = true;
    emit({ type: 'data-outcome', data }, { type: 'finish', finishReason: 'stop' });
  };

  conversation.runningTurnId = id;
  message.state = 'streaming';
  emit({
    type: 'start',
    messageId: message.id,
    messageMetadata: { turnId: id, conversationId: conversation.id, userMessageId: asked },
  });

  return {
    id,
    message,
    emit,
    end,
    say: (delta: string): void => emit({ type: 'text-delta', id: 'text', delta }),
    isOver: (): boolean => over,
    /** Breaks every connection that reads this turn, in the middle of an event. */
    cut: (): void => {
      for (const { controller } of readers) {
        controller.enqueue(encoder.encode('id: half\ndata: {"type":"text-del'));
        setTimeout(sever, 20, controller);
      }
      readers.clear();
    },
    stream: (lastEventId: string | undefined): Response => {
      const reader = { sent: log.findIndex((entry) => entry.id === lastEventId) + 1 };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          readers.add(Object.assign(reader, { controller }));
          feed();
        },
        cancel() {
          for (const each of readers) if (each.sent === reader.sent) readers.delete(each);
        },
      });
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      });
    },
  };
};
