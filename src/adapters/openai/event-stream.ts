import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { createParser } from 'eventsource-parser';
import { Problem } from '../../domain/problem.ts';

/** Nothing an upstream sends is kept beyond this while it is not whole. */
export const BUFFER_LIMIT = 1_000_000;

const garbled = (why: string, cause?: unknown) =>
  new Problem('upstream-garbled', why, cause === undefined ? {} : { cause });

/** Whole chunks are decoded at full speed; from the first character cut in two on, the slow decoder keeps count. */
const utf8 = () => {
  let decoder: TextDecoder | undefined;
  return (bytes: Uint8Array): string => {
    if (!decoder && isUtf8(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      return decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw garbled('The model service sent text that is not UTF-8.', cause);
    }
  };
};

/** Turns bytes, however cut, into the data of server-sent events. Events with a name of their own are not ours. */
export const eventReader = (take: (data: string) => void): ((bytes: Uint8Array) => void) => {
  const decode = utf8();
  const tooLong = () => {
    throw garbled('The model service sent an event that does not end.');
  };
  const parser = createParser({
    maxBufferSize: BUFFER_LIMIT,
    onEvent: ({ event, data }) => {
      if (data.length > BUFFER_LIMIT) tooLong();
      if (event === undefined || event === 'message' || event === 'error') take(data);
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') tooLong();
    },
  });
  return (bytes) => parser.feed(decode(bytes));
};
