import type { Citation } from '../domain/citation.ts';
import type { Message, MessagePart } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import { mayReadVersion } from '../knowledge/rights.ts';
import type { DocumentRegister } from '../ports/document-register.ts';
import { withoutWords } from './withheld-words.ts';

/**
 * Of the versions that an answer speaks of, those that the caller may read now: as its readers stand, or, of a
 * document that is gone, as they last stood. The caller holds the answer that cites it.
 */
const readableVersions = async (
  versionIds: ReadonlySet<string>,
  principal: Principal,
  register: DocumentRegister,
): Promise<Set<string>> => {
  const owners = await register.versionOwners([...versionIds]);
  return new Set(
    [...owners].flatMap(([id, owner]) => (mayReadVersion(owner, principal) ? [id] : [])),
  );
};

/**
 * Law 7: rights count when a stored answer is read, not when it was given. The words of documents that the caller
 * may no longer read, or whose text is gone, are left out, also where the answer itself quotes them; that something
 * was cited stays to be seen.
 */
export const withholdFrom = async <What extends Message>(
  messages: readonly What[],
  principal: Principal,
  register: DocumentRegister,
): Promise<What[]> => {
  const spoken = messages.flatMap(({ citations, sources }) => [
    ...sources.map(({ versionId }) => versionId),
    ...citations.flatMap((citation) => (citation.kind === 'external' ? [] : [citation.versionId])),
  ]);
  const readable = await readableVersions(new Set(spoken), principal, register);
  return messages.map((message) => withheld(message, (versionId) => readable.has(versionId)));
};

const withheld = <What extends Message>(
  message: What,
  isReadable: (versionId: string) => boolean,
): What => {
  const { sources } = message;
  let { citations } = message;
  const parts = message.parts.map((part): MessagePart => {
    if (part.type !== 'text' || message.role === 'user') return part;
    const kept = withoutWords({ text: part.text, citations, sources }, isReadable);
    ({ citations } = kept);
    return { ...part, text: kept.text };
  });
  return {
    ...message,
    parts,
    citations: citations.map((citation): Citation =>
      citation.kind === 'external' || isReadable(citation.versionId)
        ? citation
        : { ...citation, quote: '', headings: [] },
    ),
    sources: sources.map((source) =>
      isReadable(source.versionId) ? source : { ...source, text: '', headings: [] },
    ),
  };
};
