import type { Citation } from '../domain/citation.ts';
import type { Message } from '../domain/message.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { DocumentRegister } from '../ports/document-register.ts';

/** Of the documents that stored answers speak of, those that the caller may read now. */
const readableDocuments = async (
  messages: readonly Message[],
  principal: Principal,
  register: DocumentRegister,
): Promise<Set<string>> => {
  const ids = new Set(
    messages.flatMap(({ sources, citations }) => [
      ...sources.map(({ documentId }) => documentId),
      ...citations.flatMap((citation) =>
        citation.kind === 'external' ? [] : [citation.documentId],
      ),
    ]),
  );
  if (ids.size === 0) return new Set();
  const bases = new Map((await register.bases()).map((base) => [base.id, base]));
  const readable = await Promise.all(
    [...ids].map(async (id) => {
      const document = await register.document(id);
      const base = document && bases.get(document.baseId);
      const may = base && mayRead(document.readers, principal) && mayRead(base.readers, principal);
      return may ? [id] : [];
    }),
  );
  return new Set(readable.flat());
};

/**
 * Law 7: rights count when a stored answer is read, not when it was given. The words of documents that the caller
 * may no longer read, or that are gone, are left out; that something was cited stays to be seen.
 */
export const withheldFor = async (
  messages: readonly Message[],
  principal: Principal,
  register: DocumentRegister,
): Promise<Message[]> => {
  const readable = await readableDocuments(messages, principal, register);
  const citationFor = (citation: Citation): Citation =>
    citation.kind === 'external' || readable.has(citation.documentId)
      ? citation
      : { ...citation, quote: '', headings: [] };
  return messages.map((message) => ({
    ...message,
    citations: message.citations.map(citationFor),
    sources: message.sources.map((source) =>
      readable.has(source.documentId) ? source : { ...source, text: '', headings: [] },
    ),
  }));
};
