import { Problem } from '../domain/problem.ts';
import { deadline, isTimeout, orAbort } from '../lib/deadline.ts';

export const JSON_LIMIT = 1024 * 1024;
/** Where a body may hold a few images, in base64. */
export const IMAGES_LIMIT = 40 * 1024 * 1024;
const BODY_MS = 30_000;
/** A slow line is given its time for a large body: 100 KB a second. */
const BYTES_PER_MS = 100;
const DEEPEST = 40;
/** A schema costs far more for each value than reading it does: a megabyte could hold half a million. */
const MOST_VALUES = 20_000;

/** A JSON body, whole, within its limits and without tricks; its shape is the schema's business. */
export const readJson = async (
  request: Request,
  maxBytes: number,
): Promise<{ value: unknown; text: string }> => {
  checkContentType(request.headers, 'application/json');
  const text = decode(await readBytes(request, maxBytes));
  const value = parse(text);
  checkShape(value);
  return { value, text };
};

/** Exactly this type, in UTF-8: a type that is guessed is a type that can be confused. */
export const checkContentType = (headers: Headers, wanted: string): void => {
  const [type, ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  if (type?.trim() === wanted && isUtf8) return;
  throw new Problem('unsupported-media-type', `Send this as ${wanted}, in UTF-8.`);
};

const readBytes = async (request: Request, maxBytes: number): Promise<Uint8Array> => {
  const tooLarge = () => new Problem('too-large', `The body may have ${maxBytes} bytes at most.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const signal = deadline(BODY_MS + maxBytes / BYTES_PER_MS, request.signal);
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await orAbort(reader.read(), signal);
      if (done) break;
      length += value.byteLength;
      if (length > maxBytes) throw tooLarge();
      chunks.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined); // the body's own end is not news any more
    if (isTimeout(error)) throw new Problem('invalid-request', 'The body did not arrive in time.');
    throw error;
  }
  return Buffer.concat(chunks, length);
};

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('invalid-request', 'The body is not UTF-8.', { cause });
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('invalid-request', 'The body is not JSON.', { cause });
  }
};

/** Walked without recursion, before any schema sees it: no deep nest or odd key gets further. */
const checkShape = (body: unknown): void => {
  const left: { value: unknown; path: string[] }[] = [{ value: body, path: [] }];
  let values = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, path } = next;
    const refuse = (detail: string) => {
      throw new Problem('invalid-request', detail, { field: path.slice(0, 8).join('.') });
    };
    if (path.length > DEEPEST) refuse('This is nested too deeply.');
    if (typeof value === 'string') checkText(value, refuse);
    if (typeof value !== 'object' || value === null) continue;
    const children = Object.entries(value);
    values += children.length;
    if (values > MOST_VALUES) throw new Problem('too-large', 'The body holds too many values.');
    for (const [key, child] of children) {
      if (isPoison(key, child)) refuse(`A field cannot be called ${key}.`);
      checkText(key, refuse);
      left.push({ value: child, path: [...path, key] });
    }
  }
};

const isPoison = (key: string, child: unknown): boolean =>
  key === '__proto__' ||
  (key === 'constructor' && typeof child === 'object' && child !== null && 'prototype' in child);

const checkText = (text: string, refuse: (detail: string) => void): void => {
  if (!text.isWellFormed()) refuse('This text has half of a surrogate pair.');
  if (text.includes('\0')) refuse('This text has a NUL character.');
};
