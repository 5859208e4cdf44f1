import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createAccess, type Access } from './access/access.ts';
import { catalog } from './adapters/catalog.ts';
import { chosenAnswerer, chosenModel } from './choose-model.ts';
import { createConversations } from './conversations/conversations.ts';
import { DEFAULT_TENANT } from './domain/tenant.ts';
import { Problem } from './domain/problem.ts';
import type { Listening } from './http/listen.ts';
import { backupOf } from './jobs/backup.ts';
import { jobHandlers } from './jobs/jobs.ts';
import { repairIndex } from './jobs/repair-index.ts';
import { serveFolders } from './jobs/serve-folders.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createKnowledge } from './knowledge/knowledge.ts';
import { placeSocket, removeSocket } from './lib/folder-socket.ts';
import { exampleFolder, programFolder } from './lib/program-folder.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { Settings } from './settings/load.ts';
import type { TurnEvent } from './turn/turn-event.ts';
import { createTurns } from './turn/turns.ts';

/** A composed server: answers requests at once, reads documents from `start` on, listens when told to. */
export type Docent = {
  access: Access;
  accounts: AccountStore;
  /** A request from the network, or the operator's. */
  fetch(request: Request, as?: 'operator'): Promise<Response>;
  /**
   * Ends what a dead server left running, reads what waits, and mirrors these folders. The example documents go as
   * soon as folders of one's own are served.
   */
  start(options: { folders: readonly string[] }): Promise<void>;
  listen(): Promise<{ url: string }>;
  close(): Promise<void>;
};

const PASSAGES_PER_QUESTION = 8;
const TURNS_PER_PRINCIPAL = 100;
const LOG_KEPT_MS = 5 * 60_000;
const LOGS_KEPT = 2_000;

/** THE composition root: what this server talks to, one line per port. */
export const compose = async (
  settings: Settings,
  { log }: { log: { write(line: string): unknown } },
): Promise<Docent> => {
  const { folder } = settings.data;
  const logger = (await catalog.logger.json())({ level: settings.logs.level, sink: log });
  const index = (await catalog.knowledgeIndex.embedded())({ threads: 1, logger });
  const openStores = await catalog.stores.embedded();
  // The databases are opened by a thread of their own, while this one loads the routes.
  const [stores, { createApp }, { listen }] = await Promise.all([
    openStores({
      folder,
      logger,
      openIndex: (_tenant, tenantFolder) => index.open(join(tenantFolder, 'index.db')),
    }),
    import('./http/app.ts'),
    import('./http/listen.ts'),
  ]);
  const { accounts, tenants } = stores;
  const extractor = (await catalog.extractor.embedded())({
    deadlineMs: settings.deadlines.extraction,
    memoryBytes: settings.limits.extractionMegabytes * 1_000_000,
    logger,
  });
  const model = await chosenModel(settings, logger);
  const answerer = await chosenAnswerer(model, { settings, logger });
  const turnLog = (await catalog.turnLog.memory())<TurnEvent>({
    keepMs: LOG_KEPT_MS,
    maxTurns: LOGS_KEPT,
  });

  let worker: Worker | null = null;
  let mirroring: Promise<void> = Promise.resolve();
  let listening: Listening | null = null;
  let ready = false;
  const stopping = new AbortController();
  const access = createAccess(accounts);
  const knowledge = createKnowledge({
    tenants,
    limits: { uploadBytes: settings.limits.uploadBytes },
    onQueued: () => worker?.wake(),
  });
  const turns = createTurns({
    answerer,
    tenants,
    log: turnLog,
    logger,
    limits: {
      questionCharacters: settings.limits.questionCharacters,
      turnsAtOnce: settings.limits.turnsAtOnce,
      turnsPerPrincipal: TURNS_PER_PRINCIPAL,
      passages: PASSAGES_PER_QUESTION,
      turnMs: settings.deadlines.turn,
    },
  });
  const conversations = createConversations({
    tenants,
    stopTurn: turns.stop,
    deleteAttachments: ({ tenant }, id) => knowledge.forgetConversation(tenant, id),
  });
  const webRoot = join(programFolder(), 'dist/web');
  const app = createApp({
    logger,
    tenants,
    access,
    turns,
    conversations,
    knowledge,
    models: model ? [model] : [],
    answers: model
      ? { kind: 'generated', model: model.name, vision: model.vision }
      : { kind: 'quoted', model: answerer.name, vision: false },
    limits: {
      uploadBytes: settings.limits.uploadBytes,
      asksPerMinute: settings.limits.asksPerMinute,
    },
    allowedOrigins: settings.server.allowedOrigins,
    basePath: settings.server.basePath,
    webRoot: existsSync(join(webRoot, 'index.html')) ? webRoot : null,
    operator: {
      pageUrl: () => (listening?.url ?? '') + settings.server.basePath,
      status: async () => ({ folder, answers: answerer.name, listening: listening?.url ?? null }),
      backup: backupOf({ folder, copyDatabases: stores.backup }),
    },
    isReady: () => ready,
  });

  return {
    access,
    accounts,
    fetch: async (request, as) =>
      app.fetch(request, {
        peer:
          as === 'operator'
            ? { via: 'socket' }
            : { via: 'network', address: '127.0.0.1', loopback: true, secure: false },
      }),
    async start({ folders }) {
      const { signal } = stopping;
      const tenantIds = async () => (await accounts.tenants()).map(({ id }) => id);
      for (const tenant of await tenantIds()) {
        await turns.recover(tenant);
        await repairIndex(await tenants.open(tenant), { logger, signal });
      }
      const handlers = jobHandlers({ extractor, takePassword: knowledge.takePassword });
      worker = startWorker({ tenants, tenantIds, handlers, logger });
      if (folders.length > 0 && !folders.some((folder) => resolve(folder) === exampleFolder())) {
        await knowledge.forgetFolder(DEFAULT_TENANT, exampleFolder());
      }
      mirroring = serveFolders({ tenant: DEFAULT_TENANT, folders, knowledge, logger, signal });
      ready = true;
    },
    async listen() {
      const { host, port, tlsCert, tlsKey, trustedProxies } = settings.server;
      const tls =
        tlsCert === undefined || tlsKey === undefined
          ? null
          : { cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') };
      const socketPath = await placeSocket(folder);
      listening = await listen(app, { host, port, tls, trustedProxies, socketPath });
      return { url: listening.url };
    },
    async close() {
      ready = false;
      const graceMs = settings.deadlines.shutdown;
      await turns.drain(graceMs);
      await listening?.close(GOODBYE_MS);
      stopping.abort(new Problem('stopping', 'The server is stopping.'));
      await worker?.stop(graceMs);
      await mirroring;
      await extractor.close();
      await index.close();
      await stores.close();
      if (listening) await removeSocket(folder);
    },
  };
};

/** After the last turn ended: readers have their last events, and go. */
const GOODBYE_MS = 2_000;
