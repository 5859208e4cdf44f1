import { ArrowLeft } from 'lucide-react';
import { Suspense, type ComponentType } from 'react';
import { Link } from 'wouter';
import type { BaseView } from '../../src/contracts/base.ts';
import { useBases, useAdministers } from '../api/queries.ts';
import { lazily } from '../parts/lazily.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';

type PartProps = { base: BaseView };
type Tab = { path: string; label: string; Part: ComponentType<PartProps> };

const tabs: readonly Tab[] = [
  { path: '', label: 'Settings', Part: lazily(() => import('./base-settings.tsx')) },
  { path: 'questions', label: 'What is asked', Part: lazily(() => import('./base-analytics.tsx')) },
  { path: 'tests', label: 'Tests', Part: lazily(() => import('./base-tests.tsx')) },
];

const Parts = ({ base, part }: PartProps & { part: string }) => {
  const shown = tabs.find(({ path }) => path === part);
  if (!shown) return <Empty title="There is no such page" />;
  const { Part } = shown;
  return (
    <>
      <nav aria-label={base.name} className="flex gap-1 border-b border-border">
        {tabs.map(({ path, label }) => (
          <Link
            key={path}
            href={`/bases/${base.id}${path && `/${path}`}`}
            aria-current={path === part ? 'page' : undefined}
            className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm text-muted-foreground hover:text-foreground aria-[current=page]:border-brand aria-[current=page]:font-medium aria-[current=page]:text-foreground"
          >
            {label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Loading label="Loading" />}>
        <Part key={base.id} base={base} />
      </Suspense>
    </>
  );
};

/** A knowledge base for those who look after it: how it answers, what it is asked, and how well. */
const BasePage = ({ id, part }: { id: string; part: string }) => {
  const { data, error, isPending, refetch } = useBases();
  const administers = useAdministers();
  const base = data?.items.find((each) => each.id === id);
  useTitle(base?.name ?? '');
  if (isPending) return <Loading label="Loading the knowledge base" />;
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!base || !administers) {
    return <Empty title="There is no such knowledge base">Or it is not yours to look after.</Empty>;
  }
  return (
    <ScrollRegion aria-label={base.name} className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-4xl flex-col gap-5 px-5 py-8">
        <div>
          <Link
            href="/documents"
            className="inline-flex items-center gap-1.5 text-xs text-muted-foreground hover:text-foreground"
          >
            <ArrowLeft size={13} aria-hidden /> Documents
          </Link>
          <h1 className="name mt-1 text-xl font-semibold tracking-tight">{base.name}</h1>
        </div>
        <Parts base={base} part={part} />
      </div>
    </ScrollRegion>
  );
};

export default BasePage;
