import { placeLine } from './place-line.tsx';
import { useAnswerCitations, useCitation, type NumberedCitation } from './use-citations.tsx';

const Source = ({ number, citation }: NumberedCitation) => {
  const found = useCitation(citation.id);
  return (
    <li>
      <button
        type="button"
        onClick={found?.show}
        className="flex h-full max-w-60 items-center gap-2 rounded-lg border border-border px-2.5 py-1.5 text-left text-xs hover:bg-accent"
      >
        <span className="font-medium text-brand">{number}</span>
        <span className="min-w-0">
          <span className="name block truncate font-medium">{citation.title}</span>
          <span className="block truncate text-muted-foreground">{placeLine(citation)}</span>
        </span>
      </button>
    </li>
  );
};

/** The sources that the answer cites, each once. */
export const SourcesList = () => {
  const citations = useAnswerCitations();
  const once = [...new Map(citations.toReversed().map((each) => [each.number, each])).values()];
  if (once.length === 0) return null;
  return (
    <div role="group" aria-label="Sources" className="mt-4">
      <h3 className="mb-2 text-xs text-muted-foreground">Sources</h3>
      <ul className="flex flex-wrap gap-2">
        {once
          .toSorted((one, other) => one.number - other.number)
          .map((each) => (
            <Source key={each.citation.id} {...each} />
          ))}
      </ul>
    </div>
  );
};
