import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { followNetwork } from './api/connection.ts';
import { createQueryClient } from './api/queries.ts';
import { explain } from './api/request.ts';
import { App } from './app.tsx';
import { LiveTurnsProvider } from './conversation/use-turns.tsx';
import { hrefOf, usePlace } from './parts/address.ts';
import { Announcer } from './parts/announcer.tsx';
import { Broken, Contained } from './parts/contained.tsx';
import { Notice, notify } from './parts/notice.tsx';
import { paintStoredTheme } from './settings/personal-settings.ts';
import { followLinks, takeToken } from './settings/sign-in-page.tsx';
import './styles.css';

paintStoredTheme();
const token = takeToken();
followLinks();
followNetwork();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no root');

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={createQueryClient((error) => notify(explain(error)))}>
        <LiveTurnsProvider>
          <Contained fallback={<Broken>Docent cannot be shown.</Broken>}>
            <Router hook={usePlace} hrefs={hrefOf}>
              <App token={token} />
            </Router>
          </Contained>
          <Announcer />
          <Notice />
        </LiveTurnsProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
