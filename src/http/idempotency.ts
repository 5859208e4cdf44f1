import { Problem } from '../domain/problem.ts';
import { sha256 } from '../lib/ids.ts';
import type { Call } from './route.ts';

/** The key that a client gave its request, and what it stands for. */
export const idempotencyOf = ({
  request,
  bodyText,
}: Pick<Call<unknown, unknown, unknown>, 'request' | 'bodyText'>) => {
  const key = request.headers.get('idempotency-key');
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    const detail = 'An Idempotency-Key has 1 to 200 printable ASCII characters.';
    throw new Problem('invalid-request', detail, { field: 'Idempotency-Key' });
  }
  return { key, bodyHash: sha256(`${new URL(request.url).pathname}\n${bodyText}`) };
};
