import { Menu, SquarePen } from 'lucide-react';
import { Suspense, useLayoutEffect, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useMe } from './api/queries.ts';
import { isProblem } from './api/request.ts';
import { OpenSourceProvider } from './citations/use-citations.tsx';
import { ConversationPage } from './conversation/lazy-conversation-page.ts';
import { NewConversationPage } from './conversation/new-conversation-page.tsx';
import { Sidebar } from './conversation/sidebar.tsx';
import { Broken, Contained } from './parts/contained.tsx';
import { onShortcut, useCommand } from './parts/commands.ts';
import { readFlag, writeFlag } from './parts/flags.ts';
import { IconButton } from './parts/icon-button.tsx';
import { ConnectionNotice } from './parts/connection-notice.tsx';
import { lazily } from './parts/lazily.ts';
import { OverlayProvider, useOverlay } from './parts/overlays.tsx';
import { Sheet } from './parts/sheet.tsx';
import { Empty, Failed, Loading } from './parts/states.tsx';
import { useMedia } from './parts/use-media.ts';
import { usePersonalSettings } from './settings/personal-settings.ts';
import { SignInPage } from './settings/sign-in-page.tsx';
import { useSomebodyElse } from './settings/use-somebody-else.ts';

const BasePage = lazily(() => import('./bases/base-page.tsx'));
const DocumentsPage = lazily(() => import('./documents/documents-page.tsx'));
const DocumentPage = lazily(() => import('./reading/document-page.tsx'));

const Routes = () => (
  <Suspense fallback={<Loading label="Loading" />}>
    <Switch>
      <Route path="/c/:id">{({ id }) => <ConversationPage key={id} id={id} />}</Route>
      <Route path="/documents" component={DocumentsPage} />
      <Route path="/documents/:id/*?">
        {({ id, '*': rest }) => <DocumentPage id={id} rest={rest} />}
      </Route>
      <Route path="/bases/:id/:part?">
        {({ id, part }) => <BasePage key={id} id={id} part={part ?? ''} />}
      </Route>
      <Route path="/" component={NewConversationPage} />
      <Route>
        <Empty title="There is no such page">
          <Link href="/" className="text-brand underline">
            To the start
          </Link>
        </Empty>
      </Route>
    </Switch>
  </Suspense>
);

const useShellCommands = (toggleSidebar: () => void): void => {
  const { open } = useOverlay();
  const [, navigate] = useLocation();
  useCommand('shortcuts', () => open('shortcuts'));
  useCommand('search', () => open('search'));
  useCommand('settings', () => open('settings'));
  useCommand('new', () => navigate('/'));
  useCommand('documents', () => navigate('/documents'));
  useCommand('sidebar', toggleSidebar);
};

const PhoneBar = ({ onMenu }: { onMenu: () => void }) => (
  <header className="flex items-center justify-between border-b border-border px-2 py-1.5 md:hidden">
    <IconButton label="Conversations" onClick={onMenu}>
      <Menu size={18} aria-hidden />
    </IconButton>
    <Link href="/" className="text-sm font-semibold">
      Docent
    </Link>
    <Link href="/" aria-label="New conversation" className="icon-button">
      <SquarePen size={18} aria-hidden />
    </Link>
  </header>
);

const Shell = () => {
  const roomy = useMedia('(min-width: 768px)');
  const [pinned, setPinned] = useState(() => readFlag('sidebar', true));
  const [location] = useLocation();
  const [drawerAt, setDrawerAt] = useState<string | null>(null);
  const drawer = drawerAt === location;
  if (drawerAt !== null && !drawer) setDrawerAt(null); // whoever goes elsewhere has chosen from it
  useShellCommands(() => {
    if (!roomy) return setDrawerAt(drawer ? null : location);
    writeFlag('sidebar', !pinned);
    setPinned(!pinned);
  });
  return (
    <div className="flex h-full">
      {roomy && pinned ? (
        <aside
          aria-label="Conversations and documents"
          className="flex w-64 shrink-0 flex-col bg-sidebar"
        >
          <Sidebar />
        </aside>
      ) : null}
      {!roomy && drawer ? (
        <Sheet label="Conversations" side="left" onClose={() => setDrawerAt(null)}>
          <Sidebar />
        </Sheet>
      ) : null}
      <main className="flex h-full min-w-0 flex-1 flex-col">
        <PhoneBar onMenu={() => setDrawerAt(location)} />
        <ConnectionNotice />
        <Contained key={location} fallback={<Broken>This page cannot be shown.</Broken>}>
          <Routes />
        </Contained>
      </main>
    </div>
  );
};

/** The page: signed in, or on the way there. */
export const App = ({ token }: { token: string | null }) => {
  const [redeeming, setRedeeming] = useState(token !== null);
  const me = useMe(!redeeming); // whoever comes with a link is nobody yet
  const other = useSomebodyElse(me.data?.id);
  usePersonalSettings(me.isSuccess);
  useLayoutEffect(() => {
    window.addEventListener('keydown', onShortcut);
    return () => window.removeEventListener('keydown', onShortcut);
  }, []);
  if (isProblem(me.error, 401) || (token !== null && !me.isSuccess))
    return <SignInPage token={token} onTried={() => setRedeeming(false)} />;
  if (me.isPending || other) return <Loading label="Opening Docent" />;
  if (me.isError) return <Failed error={me.error} onRetry={() => void me.refetch()} />;
  return (
    <OpenSourceProvider>
      <OverlayProvider>
        <Shell />
      </OverlayProvider>
    </OpenSourceProvider>
  );
};
