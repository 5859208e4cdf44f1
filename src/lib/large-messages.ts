import { type Piece, putBack, takeApart } from './pieces.ts';

type Frame<Message> =
  | { whole: Message }
  | { number: number; first: unknown }
  | { number: number; piece: Piece }
  | { next: number }
  | { end: number };

/** One end of what connects two threads. */
type Port<Sent, Received> = {
  postMessage(frame: Frame<Sent>): void;
  on(event: 'message', listener: (frame: Frame<Received>) => void): unknown;
};

/**
 * Messages between threads. To copy a large one at once would hold up both: it goes in pieces, the next one when that
 * before has arrived and others had their turn. Small ones overtake it.
 */
export const largeMessages = <Sent, Received>(
  port: Port<Sent, Received>,
  receive: (message: Received) => void,
): { send(message: Sent): void } => {
  const leaving = new Map<number, Iterator<Piece>>();
  const arriving = new Map<number, { value: unknown }>();
  let lastNumber = 0;

  const askFor = (next: number): void => void setImmediate(() => port.postMessage({ next }));
  const sendNext = (number: number): void => {
    const step = leaving.get(number)?.next();
    if (step?.done === false) port.postMessage({ number, piece: step.value });
    else {
      leaving.delete(number);
      port.postMessage({ end: number });
    }
  };
  const finish = (number: number): void => {
    const root = arriving.get(number);
    arriving.delete(number);
    if (root) receive(root.value as Received); // both ends speak of the same messages
  };
  port.on('message', (frame) => {
    if ('whole' in frame) receive(frame.whole);
    else if ('next' in frame) sendNext(frame.next);
    else if ('end' in frame) finish(frame.end);
    else {
      if ('first' in frame) arriving.set(frame.number, { value: frame.first });
      else putBack(arriving.get(frame.number) ?? { value: null }, frame.piece);
      askFor(frame.number);
    }
  });
  return {
    send(message) {
      const { first, rest } = takeApart(message);
      if (!rest) {
        port.postMessage({ whole: message });
        return;
      }
      const number = (lastNumber += 1);
      port.postMessage({ number, first });
      leaving.set(number, rest);
    },
  };
};
