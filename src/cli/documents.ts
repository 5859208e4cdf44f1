import { pageOf } from '../contracts/common.ts';
import { document, type DocumentView } from '../contracts/knowledge.ts';
import { isSettled } from '../domain/document.ts';
import { pause } from '../lib/clock.ts';
import { withQuery, type Client } from './client.ts';
import { exitCodes, harmless, say, type ExitCode, type Output } from './terminal.ts';

const page = pageOf(document);

/** Every document the operator sees, page by page. */
export async function* allDocuments(
  client: Client,
  query: { base?: string | undefined; state?: string | undefined; q?: string | undefined },
): AsyncGenerator<DocumentView> {
  let cursor: string | undefined;
  do {
    const path = withQuery('/api/v1/documents', { ...query, limit: '200', cursor });
    const { items, cursor: next } = await client.read(page, path);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const POLL_MS = 200;

/** Waits until the document is ready or has failed. */
export const settled = async (
  client: Client,
  id: string,
  stop: AbortSignal,
): Promise<DocumentView> => {
  for (;;) {
    const found = await client.read(document, `/api/v1/documents/${encodeURIComponent(id)}`);
    if (isSettled(found.state)) return found;
    await pause(POLL_MS, stop);
  }
};

/** What scripts get of a document. */
export const summaryOf = ({ id, name, state, reason, pages, passages }: DocumentView) => ({
  id,
  name,
  state,
  reason,
  pages,
  passages,
});

/** `id`: of the document, where there is one. */
export type NotReady = { id?: string; name: string; state: string; reason: string | null };

/** Names each document that cannot be asked, and why; the exit code says whether there are any. */
export const reportNotReady = (failures: readonly NotReady[], output: Output): ExitCode => {
  for (const { id, name, state, reason } of failures) {
    say(output, `  ${harmless(name)}: ${state}${reason ? `. ${harmless(reason)}` : ''}`);
    if (id !== undefined && state === 'needs-password')
      say(output, `    docent documents reindex ${id} --password-stdin`);
  }
  return failures.length === 0 ? exitCodes.done : exitCodes.someFailed;
};
