import { DEFAULT_BASE } from '../../domain/knowledge-base.ts';
import { EVERYONE } from '../../domain/principal.ts';

const conversations = `
  create table conversations (
    number integer primary key,
    id text not null unique,
    "ownerId" text not null,
    title text not null,
    "titledByPerson" integer not null,
    "baseIds" text not null,
    "activeLeafId" text,
    "createdAt" integer not null,
    "updatedAt" integer not null
  ) strict;
  create index "conversationsOfOwner" on conversations ("ownerId", "updatedAt", id);
  create table messages (
    number integer primary key,
    id text not null unique,
    "conversationId" text not null references conversations (id) on delete cascade,
    "parentId" text,
    role text not null,
    text text not null,
    parts text,
    state text not null,
    "turnId" text not null,
    "createdAt" integer not null,
    citations text not null,
    sources text not null,
    abstained integer not null,
    usage text,
    feedback text not null
  ) strict;
  create index "messagesOfConversation" on messages ("conversationId");
  create index "messageBeingWritten" on messages ("turnId") where state = 'streaming';
  create table turns (
    id text primary key,
    "conversationId" text not null references conversations (id) on delete cascade,
    "principalId" text not null,
    surface text not null,
    "userMessageId" text not null,
    "assistantMessageId" text not null,
    state text not null,
    problem text,
    "createdAt" integer not null,
    "endedAt" integer
  ) strict, without rowid;
  create index "turnsOfConversation" on turns ("conversationId");
  create index "turnsRunning" on turns ("createdAt") where state = 'running';
  create table "idempotencyKeys" (
    "principalId" text not null,
    surface text not null,
    key text not null,
    "bodyHash" text not null,
    "turnId" text not null references turns (id) on delete cascade,
    primary key ("principalId", surface, key)
  ) strict, without rowid;
  create index "idempotencyKeysOfTurn" on "idempotencyKeys" ("turnId");
  create table "clientIds" (
    "ownerId" text not null,
    surface text not null,
    id text not null,
    "conversationId" text not null references conversations (id) on delete cascade,
    primary key ("ownerId", surface, id)
  ) strict, without rowid;
  create index "clientIdsOfConversation" on "clientIds" ("conversationId");
  create table "messageVersions" (
    "versionId" text not null,
    "messageId" text not null references messages (id) on delete cascade,
    primary key ("versionId", "messageId")
  ) strict, without rowid;
  create index "versionsOfMessage" on "messageVersions" ("messageId");
`;

/** Words of three characters up are found by trigrams, inside words and without spaces too; kept by triggers. */
const textIndex = `
  create virtual table "messageTexts" using fts5 (
    text, tokenize = 'trigram remove_diacritics 1', content = '', contentless_delete = 1
  );
  create trigger "messageAdded" after insert on messages when new.state <> 'streaming' begin
    insert into "messageTexts" (rowid, text) values (new.number, new.text);
  end;
  create trigger "messageWritten" after update of state on messages
  when old.state = 'streaming' and new.state <> 'streaming' begin
    insert into "messageTexts" (rowid, text) values (new.number, new.text);
  end;
  create trigger "messageDeleted" after delete on messages when old.state <> 'streaming' begin
    delete from "messageTexts" where rowid = old.number;
  end;
  create virtual table "titleTexts" using fts5 (
    text, tokenize = 'trigram remove_diacritics 1', content = '', contentless_delete = 1
  );
  create trigger "titleAdded" after insert on conversations begin
    insert into "titleTexts" (rowid, text) values (new.number, new.title);
  end;
  create trigger "titleChanged" after update of title on conversations begin
    insert or replace into "titleTexts" (rowid, text) values (new.number, new.title);
  end;
  create trigger "titleDeleted" after delete on conversations begin
    delete from "titleTexts" where rowid = old.number;
  end;
`;

const documents = `
  create table bases (
    id text primary key,
    name text not null,
    description text not null,
    "conversationId" text,
    readers text not null,
    "createdAt" integer not null
  ) strict, without rowid;
  insert into bases values ('${DEFAULT_BASE}', 'Documents', '', null, '["${EVERYONE}"]', unixepoch () * 1000);
  create table documents (
    id text primary key,
    "baseId" text not null references bases (id),
    name text not null,
    title text not null,
    "mediaType" text not null,
    format text,
    bytes integer not null,
    hash text not null,
    "versionId" text,
    language text,
    state text not null,
    reason text,
    pages integer,
    passages integer not null,
    warnings text not null,
    metadata text not null,
    readers text not null,
    folder text,
    "folderPath" text,
    "createdAt" integer not null,
    "updatedAt" integer not null
  ) strict;
  create index "documentsOfBase" on documents ("baseId", "createdAt", id);
  create index "documentsByHash" on documents (hash);
  create index "documentsByReaders" on documents ("baseId", readers);
  create index "documentsByVersion" on documents ("versionId");
  create unique index "documentsOfFolder" on documents (folder, "folderPath") where folder is not null;
  create table extractions (
    id text primary key,
    hash text not null,
    extractor text not null,
    pages integer,
    title text,
    language text,
    warnings text not null,
    metadata text not null,
    whole integer not null,
    placed blob not null,
    blocks text not null,
    text text not null
  ) strict;
  create index "extractionsByHash" on extractions (hash, extractor);
  create table versions (
    id text primary key,
    "documentId" text not null,
    number integer not null,
    "extractionId" text not null references extractions (id),
    passages text not null,
    old integer not null,
    "lastDocument" text,
    unique ("documentId", number)
  ) strict;
  create index "versionsOfExtraction" on versions ("extractionId");
  create index "oldVersions" on versions ("documentId") where old = 1;
`;

const jobs = `
  create table jobs (
    number integer primary key,
    id text not null unique,
    kind text not null,
    payload text not null,
    state text not null,
    attempt integer not null,
    fence integer not null,
    "dueAt" integer not null,
    reason text,
    "createdAt" integer not null
  ) strict;
  create index "jobsTried" on jobs (attempt) where state <> 'dead';
`;

/** What every tenant began with. Never change it: later entries of the list do. */
export const firstTables = conversations + textIndex + documents + jobs;
