import type { TextRange } from '../domain/document.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { findPassage, parseLinkWords, standsAt, type LinkPlace } from './deep-link.ts';
import type { createRecentTexts, ReadText } from './recent-texts.ts';
import { documentFor, missingDocument, readableVersion } from './rights.ts';

export type Link = {
  documentId: string;
  versionId: string;
  range: TextRange;
  words: string;
  signal: AbortSignal;
};

export type Located = {
  /** The document has another text now, or is deleted. */
  changed: boolean;
  found: (LinkPlace & { versionId: string }) | null;
  /** Where it stands in the text that the link was made for, while that is kept. */
  old: (TextRange & { versionId: string }) | null;
};

type Texts = { stores: TenantStores; readText: ReturnType<typeof createRecentTexts> };

const isMissing = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'not-found';

/** The text that a link was made for; null: gone, another document's, or not the caller's to read. */
const oldText = async (
  { stores, readText }: Texts,
  principal: Principal,
  { documentId, versionId }: Link,
): Promise<ReadText | null> => {
  try {
    const { document } = await readableVersion(stores, principal, versionId);
    if (document.id !== documentId) return null;
    return await readText(stores, { tenant: principal.tenant, versionId });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/**
 * Follows a link to a passage into the text that the document has now. The words decide, never the place alone:
 * where they do not stand any more, nothing is found (law 5).
 */
export const locatePassage = async (
  texts: Texts,
  principal: Principal,
  link: Link,
): Promise<Located> => {
  const { stores, readText } = texts;
  const { documentId, range, signal } = link;
  const document = await documentFor(stores, principal, documentId);
  const versionId = document?.versionId ?? null;
  const changed = versionId !== link.versionId;
  const kept = changed ? await oldText(texts, principal, link) : null;
  if (!document && !kept) throw missingDocument();
  const old =
    kept && range.end <= kept.text.length ? { versionId: link.versionId, ...range } : null;
  if (!document || versionId === null) return { changed: true, found: null, old };
  const { text } = await readText(stores, { tenant: principal.tenant, versionId });
  const words = parseLinkWords(link.words);
  if (!changed && standsAt(text, range, words))
    return { changed, found: { versionId, ...range, how: 'exact' }, old };
  const language = document.language ?? 'en';
  const found = await findPassage({ text, words, language, was: range, signal });
  return { changed, found: found && { versionId, ...found }, old };
};
