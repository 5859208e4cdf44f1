import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { CitationView, SourceView } from '../../src/contracts/conversation.ts';

/** The number a reader sees: the place among the sources; sources of other systems come after them. */
export const numbered = (citations: CitationView[], sources: SourceView[]) => {
  const foreign = citations.filter(({ passageNumber }) => passageNumber === null);
  const ordered = citations.toSorted((one, other) => one.offset - other.offset);
  return ordered.map((citation, index) => ({
    citation,
    number: citation.passageNumber ?? sources.length + foreign.indexOf(citation) + 1,
    /** The same document as the mark before: its name need not be said again. */
    repeats: index > 0 && ordered[index - 1]?.title === citation.title,
  }));
};
export type NumberedCitation = ReturnType<typeof numbered>[number];

type OpenSource = { citations: NumberedCitation[]; index: number; messageId: string };

type Opened = {
  open: OpenSource | null;
  show: (source: OpenSource) => void;
  step: (by: number) => void;
  close: () => void;
};

const SourceContext = createContext<Opened | null>(null);

const Provider = ({ children }: { children: ReactNode }) => {
  const [open, setOpen] = useState<OpenSource | null>(null);
  const step = useCallback(
    (by: number) =>
      setOpen((now) => {
        const index = (now?.index ?? 0) + by;
        return now && index >= 0 && index < now.citations.length ? { ...now, index } : now;
      }),
    [],
  );
  const close = useCallback(() => setOpen(null), []);
  const opened = useMemo<Opened>(() => ({ open, show: setOpen, step, close }), [open, step, close]);
  return <SourceContext value={opened}>{children}</SourceContext>;
};
export { Provider as OpenSourceProvider };

export const useOpenSource = (): Opened => {
  const opened = use(SourceContext);
  if (!opened) throw new Error('OpenSourceProvider is missing');
  return opened;
};

const AnswerContext = createContext<{ messageId: string; citations: NumberedCitation[] } | null>(
  null,
);

type AnswerProps = {
  messageId: string;
  citations: CitationView[];
  sources: SourceView[];
  children: ReactNode;
};

/** Chips inside the markdown find their citation, and its neighbours, here. */
export const AnswerCitations = ({ messageId, citations, sources, children }: AnswerProps) => {
  const value = useMemo(
    () => ({ messageId, citations: numbered(citations, sources) }),
    [messageId, citations, sources],
  );
  return <AnswerContext value={value}>{children}</AnswerContext>;
};

/** One citation of the answer around it, whether it is open, and how to open it. */
export const useCitation = (citationId: string) => {
  const answer = use(AnswerContext);
  const { open, show } = useOpenSource();
  if (!answer) return null;
  const { citations, messageId } = answer;
  const index = citations.findIndex(({ citation }) => citation.id === citationId);
  const found = citations[index];
  if (!found) return null;
  const isOpen =
    open?.messageId === messageId && open.citations[open.index]?.citation.id === citationId;
  return { ...found, isOpen, show: () => show({ citations, index, messageId }) };
};

/** All citations of the answer around it. */
export const useAnswerCitations = (): NumberedCitation[] => use(AnswerContext)?.citations ?? [];
