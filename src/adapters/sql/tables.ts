import type { DocumentFormat, DocumentState } from '../../domain/document.ts';
import type { EvaluationState } from '../../domain/evaluation.ts';
import type { MessageState } from '../../domain/message.ts';
import type { Role } from '../../domain/principal.ts';
import type { TurnState } from '../../domain/turn.ts';
import type { Generated } from 'kysely';

/**
 * The rows, named as the domain names its fields. `Json` columns hold text, `Flag` columns 0 or 1: what every
 * relational database can store.
 */
type Json = string;
type Flag = number;

export type ControlTables = {
  tenants: { id: string; name: string; createdAt: number };
  accounts: {
    tenant: string;
    id: string;
    name: string;
    role: Role;
    groups: Json;
    disabled: Flag;
    createdAt: number;
  };
  links: { hash: string; tenant: string; accountId: string; expiresAt: number };
  sessions: {
    hash: string;
    tenant: string;
    accountId: string;
    createdAt: number;
    usedAt: number;
    expiresAt: number;
  };
  keys: {
    id: string;
    tenant: string;
    name: string;
    accountId: string;
    role: Role;
    scopes: Json;
    hash: string;
    createdAt: number;
    lastUsedAt: number | null;
    revokedAt: number | null;
  };
  preferences: { tenant: string; accountId: string; preferences: Json };
};

export type ConversationTables = {
  conversations: {
    /** The row of the text index. */
    number: Generated<number>;
    id: string;
    ownerId: string;
    title: string;
    titledByPerson: Flag;
    baseIds: Json;
    activeLeafId: string | null;
    createdAt: number;
    updatedAt: number;
  };
  messages: {
    /** Rises with every message: the order of the tree, and the row of the text index. */
    number: Generated<number>;
    id: string;
    conversationId: string;
    parentId: string | null;
    role: 'user' | 'assistant';
    /** All text of the parts; `parts` is null when that is all there is. */
    text: string;
    parts: Json | null;
    state: MessageState;
    turnId: string;
    createdAt: number;
    citations: Json;
    sources: Json;
    abstained: Flag;
    usage: Json | null;
    feedback: Json;
    /** How its passages were found: only read when somebody asks. */
    why: Json | null;
  };
  turns: {
    id: string;
    conversationId: string;
    principalId: string;
    surface: string;
    userMessageId: string;
    assistantMessageId: string;
    state: TurnState;
    problem: Json | null;
    createdAt: number;
    endedAt: number | null;
  };
  idempotencyKeys: {
    principalId: string;
    surface: string;
    key: string;
    bodyHash: string;
    turnId: string;
  };
  clientIds: { ownerId: string; surface: string; id: string; conversationId: string };
  /** Which versions a message's citations and sources point at. */
  messageVersions: { versionId: string; messageId: string };
};

export type DocumentTables = {
  bases: {
    id: string;
    name: string;
    description: string;
    conversationId: string | null;
    readers: Json;
    prompt: string;
    questions: string;
    createdAt: number;
  };
  documents: {
    id: string;
    baseId: string;
    name: string;
    title: string;
    mediaType: string;
    format: DocumentFormat | null;
    bytes: number;
    hash: string;
    versionId: string | null;
    language: string | null;
    state: DocumentState;
    reason: string | null;
    pages: number | null;
    passages: number;
    warnings: Json;
    metadata: Json;
    readers: Json;
    /** The watched folder it came from and its path there; null for uploads. */
    folder: string | null;
    attachedTo: string | null;
    folderPath: string | null;
    lane: string;
    createdAt: number;
    updatedAt: number;
  };
  /** Counts changes of a base's documents; none: there were none. Kept by triggers. */
  baseVersions: { baseId: string; version: number };
  /** `documentId` is kept after the document is gone: citations still point at its text. */
  versions: {
    id: string;
    documentId: string;
    number: number;
    extractionId: string;
    passages: Json;
    /** Replaced, or its document was deleted; since when. */
    old: Flag;
    oldSince: number | null;
    /** What was last known of a deleted document. */
    lastDocument: Json | null;
  };
  extractions: {
    id: string;
    hash: string;
    extractor: string;
    text: string;
    blocks: Json;
    /** Seven doubles for each placed text. */
    placed: Uint8Array;
    pages: number | null;
    title: string | null;
    language: string | null;
    warnings: Json;
    metadata: Json;
    whole: Flag;
  };
};

export type MeasuringTables = {
  /** Which bases an answer was asked of; the question stands on its own. */
  askedBases: {
    baseId: string;
    createdAt: number;
    messageId: string;
    question: string;
    abstained: Flag;
  };
  citedDocuments: { documentId: string; createdAt: number; messageId: string };
  testQuestions: {
    id: string;
    baseId: string;
    question: string;
    expected: Json;
    answer: string | null;
    unanswerable: Flag;
    messageId: string | null;
    createdAt: number;
    updatedAt: number;
  };
  evaluations: {
    id: string;
    baseId: string;
    state: EvaluationState;
    startedBy: Json;
    fingerprint: Json;
    questions: number;
    done: number;
    reason: string | null;
    createdAt: number;
    endedAt: number | null;
  };
  evaluationResults: { evaluationId: string; questionId: string; result: Json };
};

export type MirrorTables = {
  /** What a source gave as delta, for its next listing. */
  mirrors: { source: string; delta: string };
  mirroredFiles: { documentId: string; etag: string; rules: Json };
};

export type JobTables = {
  jobs: {
    /** Rises with every job. */
    number: Generated<number>;
    id: string;
    kind: string;
    payload: Json;
    /** `later` waits for its time, `paused` for its lane. */
    state: 'waiting' | 'later' | 'paused' | 'running' | 'dead';
    lane: string;
    /** Place in the order of what waits or is paused, shared fairly among the lanes; null otherwise. */
    turn: number | null;
    about: string | null;
    format: string;
    bytes: number;
    attempt: number;
    fence: number;
    /** When a later one may be claimed; when the lease of a running one ends. */
    dueAt: number;
    reason: string | null;
    createdAt: number;
  };
  /** Lanes whose jobs are not claimed: all, those of a base, or one. */
  pauses: { lanes: string; since: number };
};

export type TenantTables = ConversationTables &
  DocumentTables &
  MeasuringTables &
  MirrorTables &
  JobTables;
