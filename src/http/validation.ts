import type { z } from 'zod';
import { Problem } from '../domain/problem.ts';

/** The value as the schema reads it; else the first mistake, with the path of its field. */
export const validate = <Value>(schema: z.ZodType<Value>, value: unknown): Value => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...extra].map(String).join('.').slice(0, 200);
  const detail = (issue?.message ?? 'Not valid').slice(0, 300);
  throw new Problem('invalid-request', field === '' ? detail : `${field}: ${detail}`, { field });
};

const credentialNames = new Set(['api_key', 'api-key', 'apikey', 'access_token', 'token', 'key']);

/** Each name once, so that nothing behind us can read another value than we did. */
export const readQuery = (search: URLSearchParams): Record<string, string> => {
  const query = new Map<string, string>();
  for (const [name, value] of search) {
    const refuse = (detail: string) =>
      new Problem('invalid-request', detail, { field: name.slice(0, 100) });
    if (query.has(name)) throw refuse('This stands twice in the address.');
    if (name === '__proto__') throw refuse('Nothing is called that.');
    if (value.includes('\0')) throw refuse('This has a NUL character.');
    query.set(name, value);
  }
  return Object.fromEntries(query);
};

/** Addresses end in logs and histories: a credential there is refused, even a right one. */
export const refuseCredentialsInAddress = (search: URLSearchParams): void => {
  const found = [...search.keys()].find((name) => credentialNames.has(name.toLowerCase()));
  if (found === undefined) return;
  const detail = 'Credentials are not read from the address: send them as Authorization header.';
  throw new Problem('invalid-request', detail, { field: found });
};
