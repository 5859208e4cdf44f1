import { problemResponse } from '../../http/problem-response.ts';
import type { Surface } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { analyticsRoutes } from './analytics-routes.ts';
import { baseRoutes } from './base-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { evaluationRoutes } from './evaluation-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import { ingestionRoutes } from './ingestion-routes.ts';
import { metadataRoutes } from './metadata-routes.ts';
import { operatorRoutes } from './operator-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { sourceRoutes } from './source-routes.ts';
import { turnRoutes } from './turn-routes.ts';
import { uiChatRoutes } from './ui-chat-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { vectorRoutes } from './vector-routes.ts';
import { whyRoutes } from './why-routes.ts';

/** Our own face: REST and streams for the web page, the command line and programs. */
export const nativeSurface = (services: HttpServices): Surface => ({
  name: 'native',
  prefixes: ['/api/'],
  crossOrigin: false,
  routes: [
    ...healthRoutes(services),
    ...identityRoutes(services),
    ...conversationRoutes(services),
    ...turnRoutes(services),
    ...uiChatRoutes(services),
    ...baseRoutes(services),
    ...analyticsRoutes(services),
    ...evaluationRoutes(services),
    ...documentRoutes(services),
    ...metadataRoutes(services),
    ...uploadRoutes(services),
    ...ingestionRoutes(services),
    ...readingRoutes(services),
    ...sourceRoutes(services),
    ...vectorRoutes(services),
    ...whyRoutes(services),
    ...operatorRoutes(services),
  ],
  encodeProblem: problemResponse,
});
