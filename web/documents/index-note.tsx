import { LoaderCircle } from 'lucide-react';
import { useIngestion } from './use-ingestion.ts';

const words = {
  filling: 'The search index is being filled. Documents that are not in it yet are not found.',
  renewing: 'The search index is being rebuilt. Until it is ready, the previous one is used.',
} as const;

/** How far the index is with being made whole, such as after an update of Docent. */
export const IndexNote = ({ base }: { base: string | null }) => {
  const { data } = useIngestion(base);
  if (!data?.index) return null;
  return (
    <p className="flex items-center gap-2.5 rounded-xl border border-border px-4 py-2.5 text-sm">
      <LoaderCircle size={15} aria-hidden className="shrink-0 animate-spin text-brand" />
      <span>
        <span role="status">{words[data.index.state]}</span> {data.index.percent} %
      </span>
    </p>
  );
};
