import type { AccountStore } from '../../ports/account-store.ts';
import type { BaseAnalytics } from '../../ports/base-analytics.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { MirrorStore } from '../../ports/mirror-store.ts';

/** All methods of a port: the compiler asks for a new one here too. */
type Names<Store> = Record<keyof Store, true>;

const accounts: Names<AccountStore> = {
  tenants: true,
  addTenant: true,
  accounts: true,
  account: true,
  addAccount: true,
  updateAccount: true,
  addLink: true,
  redeemLink: true,
  addSession: true,
  session: true,
  touchSession: true,
  deleteSession: true,
  addKey: true,
  keys: true,
  key: true,
  touchKey: true,
  revokeKey: true,
  preferences: true,
  savePreferences: true,
};

const conversations: Names<ConversationStore> = {
  accept: true,
  turnByKey: true,
  savePartial: true,
  finish: true,
  runningTurns: true,
  turn: true,
  latestTurn: true,
  create: true,
  conversation: true,
  conversationByClientId: true,
  list: true,
  search: true,
  update: true,
  delete: true,
  deleteAll: true,
  messages: true,
  message: true,
  why: true,
  setFeedback: true,
  imageHashes: true,
  holdsImage: true,
  citedVersions: true,
};

const documents: Names<DocumentRegister> = {
  bases: true,
  base: true,
  addBase: true,
  updateBase: true,
  deleteBase: true,
  baseVersions: true,
  countDocuments: true,
  add: true,
  document: true,
  documents: true,
  countFound: true,
  fromFolder: true,
  update: true,
  replaceBytes: true,
  requeue: true,
  cancel: true,
  advance: true,
  settle: true,
  describe: true,
  undescribed: true,
  attachmentsOf: true,
  laneCounts: true,
  extractorsOf: true,
  delete: true,
  countWithHash: true,
  knownHashes: true,
  extraction: true,
  saveVersion: true,
  currentVersions: true,
  passages: true,
  text: true,
  placed: true,
  versionOwners: true,
  oldVersions: true,
  dropVersions: true,
};

const jobs: Names<JobQueue> = {
  enqueue: true,
  claim: true,
  heartbeat: true,
  complete: true,
  fail: true,
  nextDue: true,
  counts: true,
  places: true,
  backlog: true,
  dead: true,
  pause: true,
  resume: true,
  pauses: true,
};

const evaluations: Names<EvaluationStore> = {
  testQuestions: true,
  testQuestion: true,
  addTestQuestion: true,
  updateTestQuestion: true,
  deleteTestQuestion: true,
  addEvaluation: true,
  evaluation: true,
  evaluations: true,
  beginEvaluation: true,
  saveResult: true,
  results: true,
  endEvaluation: true,
  deleteEvaluation: true,
};

const analytics: Names<BaseAnalytics> = { useOf: true, asked: true };

const mirrors: Names<MirrorStore> = {
  delta: true,
  saveDelta: true,
  files: true,
  save: true,
  place: true,
};

type Call = (method: string, args: unknown[]) => Promise<unknown>;

/** A store whose methods run elsewhere; `names` says which there are, the types are the port's. */
const remote = <Store>(names: Names<Store>, call: Call): Store =>
  Object.fromEntries(
    Object.keys(names).map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as Store;

export const remoteAccounts = (call: Call): AccountStore => remote(accounts, call);
export const remoteConversations = (call: Call): ConversationStore => remote(conversations, call);
export const remoteDocuments = (call: Call): DocumentRegister => remote(documents, call);
export const remoteJobs = (call: Call): JobQueue => remote(jobs, call);
export const remoteEvaluations = (call: Call): EvaluationStore => remote(evaluations, call);
export const remoteAnalytics = (call: Call): BaseAnalytics => remote(analytics, call);
export const remoteMirrors = (call: Call): MirrorStore => remote(mirrors, call);
