import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createAccess, type Access } from './access/access.ts';
import { catalog } from './adapters/catalog.ts';
import { chosenAnswerer, chosenEmbedders, chosenHelpers, chosenModel } from './choose-model.ts';
import { createConversations } from './conversations/conversations.ts';
import type { Listening } from './http/listen.ts';
import { backupOf } from './jobs/backup.ts';
import { createBackground } from './jobs/background.ts';
import { createEmbedding } from './jobs/embed-passages.ts';
import { DEFAULT_TENANT } from './domain/tenant.ts';
import { createKnowledge } from './knowledge/knowledge.ts';
import { placeSocket, removeSocket } from './lib/folder-socket.ts';
import { programFolder } from './lib/program-folder.ts';
import { createRetrieve } from './knowledge/retrieve.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { Cache } from './ports/cache.ts';
import type { Boosts } from './ports/knowledge-index.ts';
import type { Settings } from './settings/load.ts';
import type { TurnEvent } from './turn/turn-event.ts';
import { createTurns } from './turn/turns.ts';

/** A composed server: answers requests at once, reads documents from `start` on, listens when told to. */
export type Docent = {
  access: Access;
  accounts: AccountStore;
  /** A request from the network, or the operator's. */
  fetch(request: Request, as?: 'operator'): Promise<Response>;
  /** From here on it also reads documents and mirrors these folders. */
  start(options: { folders: readonly string[]; whole?: boolean }): Promise<void>;
  listen(): Promise<{ url: string }>;
  close(): Promise<void>;
};

const PASSAGES_PER_QUESTION = 8;
const TURNS_PER_PRINCIPAL = 100;
const LOG_KEPT_MS = 5 * 60_000;
const LOGS_KEPT = 2_000;

/** After the last turn ended: readers have their last events, and go. */
const GOODBYE_MS = 2_000;

type Log = { write(line: string): unknown };

/** What this server talks to: one line per port. */
const openPorts = async (settings: Settings, log: Log) => {
  const { folder } = settings.data;
  const logger = (await catalog.logger.json())({ level: settings.logs.level, sink: log });
  const index = (await catalog.knowledgeIndex.embedded())({ threads: 1, logger });
  const stores = await (
    await catalog.stores.embedded()
  )({
    folder,
    logger,
    openIndex: (_, tenantFolder, opening) => index.open(join(tenantFolder, 'index.db'), opening),
  });
  stores.tenants.open(DEFAULT_TENANT).catch(() => undefined); // asked for at once; whoever needs it next hears of a failure
  const extractor = (await catalog.extractor.embedded())({
    deadlineMs: settings.deadlines.extraction,
    memoryBytes: settings.limits.extractionMegabytes * 1_000_000,
    ocr: settings.recognition,
    logger,
  });
  const model = await chosenModel(settings, logger);
  const answerer = await chosenAnswerer(model, { settings, logger });
  const helpers = await chosenHelpers({ settings, logger });
  const embedders = await chosenEmbedders(settings, logger);
  const cache = await chosenCache(settings);
  const turnLog = (await catalog.turnLog.memory())<TurnEvent>({
    keepMs: LOG_KEPT_MS,
    maxTurns: LOGS_KEPT,
  });
  const watchedFolder = await catalog.fileSource.folder();
  const fileBytes = settings.limits.uploadBytes;
  const openFolder = (folder: string) => watchedFolder({ folder, fileBytes });
  const close = async () => {
    await extractor.close();
    await index.close();
    await stores.close();
  };
  return {
    logger,
    stores,
    extractor,
    model,
    answerer,
    turnLog,
    helpers,
    embedders,
    cache,
    openFolder,
    close,
  };
};
type Ports = Awaited<ReturnType<typeof openPorts>>;

const chosenCache = async ({ cache: { megabytes } }: Settings): Promise<Cache | null> =>
  megabytes === 0 ? null : (await catalog.cache.memory())({ maxBytes: megabytes * 1_000_000 });

/** What the product does with them. */
const createServices = (
  { openFolder, logger, stores, answerer, turnLog, extractor, helpers, embedders, cache }: Ports,
  settings: Settings,
) => {
  const { accounts, tenants } = stores;
  const background = createBackground(() => ({
    tenants,
    tenantIds: async () => (await accounts.tenants()).map(({ id }) => id),
    extractor,
    knowledge,
    turns,
    principalNow: access.principalNow,
    openFolder,
    embedding,
    fingerprint,
    logger,
  }));
  const embedding =
    embedders &&
    createEmbedding({ embedder: embedders.configured, cache, logger, wake: background.wake });
  const fingerprint = {
    answers: answerer.name,
    prompt: answerer.promptVersion ?? 'none',
    embedder: embedders?.configured.space ?? 'none',
    rewriter: helpers.rewriter?.name ?? 'none',
    reranker: helpers.reranker?.name ?? 'none',
    boosts: JSON.stringify(boostsOf(settings)),
    passages: String(PASSAGES_PER_QUESTION),
  };
  const access = createAccess(accounts);
  const retrieve = createRetrieve({
    vectors: embedders && { embedders, cache, logger },
    cache,
    boosts: boostsOf(settings),
  });
  const knowledge = createKnowledge({
    tenants,
    retrieve,
    limits: { uploadBytes: settings.limits.uploadBytes },
    onQueued: background.wake,
    onCalledOff: background.callOff,
  });
  const turns = createTurns({
    ...helpers,
    answerer,
    retrieve,
    principalNow: access.principalNow,
    answerCache: settings.cache.answers ? cache : null,
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
    deleteImages: ({ tenant }, hashes) => knowledge.forgetBytes(tenant, hashes),
  });
  return { access, knowledge, turns, conversations, background };
};

const boostsOf = ({ retrieval }: Settings): Boosts | null => {
  const { authorityBoost: authority, freshnessBoost: freshness, halfLifeDays } = retrieval;
  return authority + freshness > 0 ? { authority, freshness, halfLifeDays } : null;
};

const loadServer = async () => ({
  ...(await import('./http/app.ts')),
  ...(await import('./http/listen.ts')),
});

/** THE composition root: settings to ports, ports to services, services to the server. */
export const compose = async (settings: Settings, { log }: { log: Log }): Promise<Docent> => {
  // The databases are opened by a thread of their own, which is asked before this one loads the routes.
  const [ports, { createApp, listen, readTls }] = await Promise.all([
    openPorts(settings, log),
    setImmediate().then(loadServer),
  ]);
  const { logger, stores, model, answerer } = ports;
  const { background, ...services } = createServices(ports, settings);
  const { folder } = settings.data;
  let listening: Listening | null = null;
  let ready = false;

  const webRoot = join(programFolder(), 'dist/web');
  const app = createApp({
    ...services,
    logger,
    tenants: stores.tenants,
    models: model ? [model] : [],
    embedder: ports.embedders?.configured ?? null,
    answers: model
      ? { kind: 'generated', model: model.name, vision: model.vision }
      : { kind: 'quoted', model: answerer.name, vision: false },
    limits: { asksPerMinute: settings.limits.asksPerMinute },
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
    access: services.access,
    accounts: stores.accounts,
    fetch: async (request, as) =>
      app.fetch(request, { peer: as === 'operator' ? { via: 'socket' } : THIS_MACHINE }),
    async start({ folders, whole = false }) {
      await background.start({ folders, whole });
      ready = true;
    },
    async listen() {
      const { host, port, trustedProxies } = settings.server;
      const socketPath = await placeSocket(folder);
      const tls = await readTls(settings.server);
      listening = await listen(app, { host, port, tls, trustedProxies, socketPath });
      return { url: listening.url };
    },
    async close() {
      ready = false;
      await services.turns.drain(settings.deadlines.shutdown);
      await listening?.close(GOODBYE_MS);
      await background.stop(settings.deadlines.shutdown);
      await ports.close();
      if (listening) await removeSocket(folder);
    },
  };
};

const THIS_MACHINE = {
  via: 'network',
  address: '127.0.0.1',
  loopback: true,
  secure: false,
} as const;
