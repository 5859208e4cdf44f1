import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Busboy, FileInfo } from 'busboy';
import { Problem } from '../domain/problem.ts';

/** The size of a file is the store's business: it counts what really comes, and stops. */
const limits = {
  fieldSize: 10_000,
  fields: 40,
  files: 100,
  parts: 140,
  headerPairs: 20,
};
const IDLE_MS = 60_000;

export type IncomingFile = { name: string; bytes: AsyncIterable<Uint8Array> };
/** Fields that came before the file, each with all its values. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * Hands each file of a form on while it arrives; nothing is held in memory. Resolves with what `take` made of them,
 * in order. A body that breaks off, stalls or goes over a limit ends every file that is being taken.
 */
export const takeFiles = async <Taken>(
  request: Request,
  take: (file: IncomingFile, fields: Fields) => Promise<Taken>,
): Promise<Taken[]> => {
  const parser = await open(request.headers);
  const fields = new Map<string, string[]>();
  const taken: Promise<Taken>[] = [];
  const fail = (problem: unknown) => parser.destroy(problem as Error);

  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) fail(tooLarge('A field of the form is too long.'));
    else if (name === '__proto__') fail(invalid('A field cannot be called that.'));
    else if (taken.length > 0) fail(invalid('Send the fields before the files.'));
    else fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  parser.on('file', (_field, bytes, { filename }: Partial<FileInfo>) => {
    const name = (filename ?? '').toWellFormed();
    // Whoever reads it is told by its iterator; if nobody reads yet, an error must not end the process.
    bytes.on('error', () => undefined);
    const one = take({ name, bytes }, fields);
    one.catch(fail);
    taken.push(one);
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => fail(tooLarge('The form has too many parts.')));
  }

  try {
    await pipeline(arriving(request), parser);
  } catch (cause) {
    const settled = await Promise.allSettled(taken);
    const own = settled.find(({ status }) => status === 'rejected');
    throw problemOf(own?.status === 'rejected' ? own.reason : cause, cause);
  }
  return Promise.all(taken);
};

const invalid = (detail: string, cause?: unknown) =>
  new Problem('invalid-request', detail, { cause });
const tooLarge = (detail: string) => new Problem('too-large', detail);

const open = async (headers: Headers): Promise<Busboy> => {
  const { default: createParser } = await import('busboy'); // no part of the start
  try {
    return createParser({ headers: Object.fromEntries(headers), limits, defParamCharset: 'utf8' });
  } catch (cause) {
    throw invalid('The form has no boundary.', cause);
  }
};

/** The first word counts: a file that could not be kept, or the form that could not be read. */
const problemOf = (thrown: unknown, other: unknown): unknown => {
  if (thrown instanceof Problem) return thrown;
  if (other instanceof Problem) return other;
  return invalid('The form broke off, or is not well formed.', thrown);
};

/** The body's bytes; a minute without any ends it. */
async function* arriving({ body }: Request): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const source = Readable.from(body);
  const timer = setTimeout(() => source.destroy(invalid('The form stopped arriving.')), IDLE_MS);
  try {
    for await (const chunk of source) {
      timer.refresh();
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}
