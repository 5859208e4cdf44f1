/** The same chunks, known to be bytes: for streams of libraries that do not say what they carry. */
export async function* bytesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('A stream of bytes gave something else');
    yield chunk;
  }
}
