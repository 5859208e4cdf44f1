import { LoaderCircle } from 'lucide-react';
import { useIngestion } from './use-ingestion.ts';

const words = {
  filling: 'The search index is being filled. What is not in it yet is not found.',
  renewing: 'The search index is being made anew. The one before answers meanwhile.',
} as const;

/** How far the index is with being made whole, such as after an update of Docent. */
export const IndexNote = ({ base }: { base: string | null }) => {
  const { data } = useIngestion(base);
  if (!data?.index) return null;
  return (
    <p
      role="status"
      className="flex items-center gap-2.5 rounded-xl border border-border px-4 py-2.5 text-sm"
    >
      <LoaderCircle size={15} aria-hidden className="animate-spin text-brand" />
      {words[data.index.state]} {data.index.percent} %
    </p>
  );
};
