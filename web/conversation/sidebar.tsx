import { FolderOpen, Keyboard, Search, Settings, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useConversations } from '../api/queries.ts';
import { printedKeys } from '../parts/commands.ts';
import { byDay } from '../parts/day-groups.ts';
import { useOverlay } from '../parts/overlays.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ThemeButton } from '../settings/theme-button.tsx';
import { ConversationRow } from './conversation-row.tsx';

const List = () => {
  const { data, dataUpdatedAt, error, isPending, refetch, hasNextPage, fetchNextPage } =
    useConversations();
  if (isPending) return <Loading label="Loading conversations" />;
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <p className="px-2.5 py-2 text-sm text-muted-foreground">
        Your conversations will be listed here.
      </p>
    );
  }
  return (
    <>
      {byDay(items, dataUpdatedAt).map(({ label, items }) => (
        <section key={label} aria-label={label} className="mb-3">
          <h2 className="px-2.5 py-1 text-xs text-muted-foreground">{label}</h2>
          <ul>
            {items.map((conversation) => (
              <ConversationRow key={conversation.id} conversation={conversation} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage ? (
        <button
          type="button"
          className="side-item text-muted-foreground"
          onClick={() => void fetchNextPage()}
        >
          Show older
        </button>
      ) : null}
    </>
  );
};

const Shortcut = ({ keys }: { keys: string }) => (
  <span
    aria-hidden
    className="ml-auto hidden text-xs whitespace-nowrap text-muted-foreground group-hover:inline"
  >
    {printedKeys(keys).join(' ').replace('Shift', '⇧')}
  </span>
);

const Place = ({
  href,
  icon,
  children,
}: {
  href: string;
  icon: ReactNode;
  children: ReactNode;
}) => {
  const [location] = useLocation();
  return (
    <Link
      href={href}
      aria-current={location === href ? 'page' : undefined}
      className="side-item group aria-[current=page]:bg-accent"
    >
      {icon}
      {children}
    </Link>
  );
};

/** Where one can go: a new conversation, the documents, the conversations by day. */
export const Sidebar = () => {
  const { open } = useOverlay();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-between py-3 pr-3 pl-5">
        <Link href="/" className="font-semibold">
          Docent
        </Link>
        <ThemeButton />
      </div>
      <nav aria-label="Main" className="px-3">
        <Place href="/" icon={<SquarePen size={16} aria-hidden />}>
          New conversation
          <Shortcut keys="Mod+Shift+O" />
        </Place>
        <button type="button" className="side-item group" onClick={() => open('search')}>
          <Search size={16} aria-hidden />
          Search
          <Shortcut keys="Mod+K" />
        </button>
        <Place href="/documents" icon={<FolderOpen size={16} aria-hidden />}>
          Documents
          <Shortcut keys="D" />
        </Place>
      </nav>
      <nav aria-label="Conversations" className="mt-4 min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        <List />
      </nav>
      <div className="flex items-center gap-1 border-t border-border px-3 py-2">
        <button type="button" className="side-item" onClick={() => open('settings')}>
          <Settings size={16} aria-hidden />
          Settings
        </button>
        <button
          type="button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          className="icon-button pointer-coarse:hidden"
          onClick={() => open('shortcuts')}
        >
          <Keyboard size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
};
