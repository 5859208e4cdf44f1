import { sha256 } from '../lib/ids.ts';

/** JSON with an ETag, or 304 when the caller has it already: for lists that are asked for again and again. */
export const etagged = (request: Request, body: unknown): Response => {
  const text = JSON.stringify(body);
  const etag = `"${sha256(text).slice(0, 32)}"`;
  const headers = { 'content-type': 'application/json', etag };
  return request.headers.get('if-none-match') === etag
    ? new Response(null, { status: 304, headers: { etag } })
    : new Response(text, { headers });
};
