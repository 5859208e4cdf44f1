/**
 * What bases were asked and which documents were cited, narrow enough to be counted for a hundred thousand answers;
 * test questions and their runs. What was answered before is filled in from the answers themselves.
 */
export const measuredBases = `
  create table "askedBases" (
    "baseId" text not null,
    "createdAt" integer not null,
    "messageId" text not null references messages (id) on delete cascade,
    question text not null,
    abstained integer not null,
    primary key ("baseId", "createdAt", "messageId")
  ) strict, without rowid;
  create index "basesAskedFor" on "askedBases" ("messageId");
  create index "daysOfBase" on "askedBases" ("baseId", "createdAt", abstained);
  create index "unansweredOfBase" on "askedBases" ("baseId", "createdAt") where abstained = 1;
  create table "citedDocuments" (
    "documentId" text not null,
    "createdAt" integer not null,
    "messageId" text not null references messages (id) on delete cascade,
    primary key ("documentId", "createdAt", "messageId")
  ) strict, without rowid;
  create index "documentsCitedBy" on "citedDocuments" ("messageId");
  create index "messagesRated" on messages ("createdAt", id) where feedback <> '[]';
  insert or ignore into "askedBases"
    select asked.value, answers."createdAt", answers.id, substr(questions.text, 1, 2000), answers.abstained
    from messages as answers
    join messages as questions on questions.id = answers."parentId"
    join conversations on conversations.id = answers."conversationId",
    json_each(
      case when conversations."baseIds" <> '[]' then conversations."baseIds"
      else (select json_group_array(id) from bases where "conversationId" is null) end
    ) as asked
    where answers.role = 'assistant' and answers.state = 'complete';
  insert or ignore into "citedDocuments"
    select citations.value ->> 'documentId', messages."createdAt", messages.id
    from messages, json_each(messages.citations) as citations
    where messages.role = 'assistant' and citations.value ->> 'documentId' is not null;
  create table "testQuestions" (
    id text primary key,
    "baseId" text not null references bases (id) on delete cascade,
    question text not null,
    expected text not null,
    answer text,
    unanswerable integer not null,
    "messageId" text,
    "createdAt" integer not null,
    "updatedAt" integer not null
  ) strict, without rowid;
  create index "testQuestionsOfBase" on "testQuestions" ("baseId", "createdAt", id);
  create table evaluations (
    id text primary key,
    "baseId" text not null references bases (id) on delete cascade,
    state text not null,
    "startedBy" text not null,
    fingerprint text not null,
    questions integer not null,
    done integer not null,
    reason text,
    "createdAt" integer not null,
    "endedAt" integer
  ) strict, without rowid;
  create index "evaluationsOfBase" on evaluations ("baseId", "createdAt", id);
  create unique index "evaluationsRunning" on evaluations ("baseId") where "endedAt" is null;
  create table "evaluationResults" (
    "evaluationId" text not null references evaluations (id) on delete cascade,
    "questionId" text not null,
    result text not null,
    primary key ("evaluationId", "questionId")
  ) strict, without rowid;
`;
