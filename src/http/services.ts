import type { Access } from '../access/access.ts';
import type { Me } from '../contracts/identity.ts';
import type { Conversations } from '../conversations/history.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { ChatModel } from '../ports/chat-model.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import type { Turns } from '../turn/turns.ts';

/** What the surfaces stand on; compose makes it. */
export type HttpServices = {
  logger: Logger;
  tenants: TenantDoor;
  access: Access;
  turns: Turns;
  conversations: Conversations;
  knowledge: Knowledge;
  /** Models that may be asked without documents. */
  models: readonly ChatModel[];
  /** The model that makes vectors; null: none is set. */
  embedder: Embedder | null;
  /** Who answers questions, for the page to say so. */
  answers: Me['answers'];
  limits: { asksPerMinute: number };
  allowedOrigins: readonly string[];
  /** Path below which everything is served, without a last slash; mostly empty. */
  basePath: string;
  /** Folder of the built page; null: it was not built, and `/` says so. */
  webRoot: string | null;
  operator: {
    /** Where people find the page, without a last slash: known once the server listens. */
    pageUrl(): string;
    status(signal: AbortSignal): Promise<Record<string, unknown>>;
    /** A tar of the data folder, consistent in itself. */
    backup(signal: AbortSignal): AsyncIterable<Uint8Array>;
  };
  /** Whether questions can be answered now; false while starting or stopping. */
  isReady(): boolean;
};
