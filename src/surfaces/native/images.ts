import type { TurnRequest } from '../../contracts/turn.ts';
import type { MessagePart } from '../../domain/message.ts';
import { Problem } from '../../domain/problem.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const IMAGE_BYTES = 6_000_000;
const readable = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const dataUrl = /^data:(image\/[a-z]+);base64,([A-Za-z0-9+/]+={0,2})$/;

type Image = NonNullable<TurnRequest['images']>[number];

/** Keeps the images of a question as originals; what the bytes are decides, not what they are called. */
export const keepImages = (
  images: readonly Image[],
  originals: DocumentStore,
  signal: AbortSignal,
): Promise<MessagePart[]> =>
  Promise.all(
    images.map(async ({ name, dataUrl: url }, place): Promise<MessagePart> => {
      const field = `images.${place}.dataUrl`;
      const [, declared, base64] = dataUrl.exec(url) ?? [];
      if (declared === undefined || base64 === undefined) {
        throw new Problem('invalid-request', 'Send an image as data:image/png;base64,…', { field });
      }
      const bytes = Buffer.from(base64, 'base64');
      const { fileTypeFromBuffer } = await import('file-type'); // questions with images are rare
      const type = await fileTypeFromBuffer(bytes);
      if (type?.mime !== declared || !readable.has(declared)) {
        const detail = 'This is not the PNG, JPEG, WebP or GIF image that it says it is.';
        throw new Problem('unsupported-media-type', detail, { field });
      }
      const { hash } = await originals.put(once(bytes), { maxBytes: IMAGE_BYTES, signal });
      return { type: 'image', mediaType: declared, hash, name };
    }),
  );

async function* once(bytes: Uint8Array) {
  yield bytes;
}
