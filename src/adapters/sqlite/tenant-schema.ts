import { firstTables } from './first-schema.ts';
import { listedDocuments, listedReaders } from './listing-schema.ts';
import { measuredBases } from './measuring-schema.ts';
import type { DatabaseKind } from './open-database.ts';
import {
  settledDescriptions,
  settledIndex,
  settledReaders,
  tracedRetrieval,
} from './retrieval-schema.ts';

/** Bases speak for themselves, mails carry documents, and a warning names its place. */
const basesThatSpeak = `
  alter table bases add column prompt text not null default '';
  alter table bases add column questions text not null default '[]';
  alter table documents add column "attachedTo" text;
  create index "attachedDocuments" on documents ("attachedTo") where "attachedTo" is not null;
  update documents set warnings = replace(warnings, '"detail":', '"range":null,"reason":');
  update extractions set warnings = replace(warnings, '"detail":', '"range":null,"reason":');
`;

/**
 * Jobs take turns by lane: `turn` orders what waits, null where nothing waits for one. Documents know their lane, and
 * versions when they were replaced.
 */
const lanesOfJobs = `
  alter table jobs add column lane text not null default '';
  alter table jobs add column about text;
  alter table jobs add column format text not null default '';
  alter table jobs add column bytes integer not null default 0;
  alter table jobs add column turn integer;
  update jobs set about = payload ->> 'documentId', turn = case state when 'waiting' then number end;
  drop index "jobsTried";
  create index "jobsByTurn" on jobs (state, turn, number);
  create index "jobsByTime" on jobs (state, "dueAt");
  create index "jobsOfLane" on jobs (lane, turn);
  create index "jobsAbout" on jobs (about) where about is not null;
  create table pauses (lanes text primary key, since integer not null) strict, without rowid;
  alter table documents add column lane text not null default '';
  update documents set lane = "baseId" || ' ' || coalesce('folder:' || folder, 'upload:');
  create index "documentsOfLane" on documents (lane, state, readers, bytes);
  alter table versions add column "oldSince" integer;
  update versions set "oldSince" = 0 where old = 1;
`;

/** What mirrors remember of their sources and of the files there. */
const mirrors = `
  create table mirrors (source text primary key, delta text not null) strict, without rowid;
  create table "mirroredFiles" (
    "documentId" text primary key references documents (id) on delete cascade,
    etag text not null,
    rules text not null
  ) strict, without rowid;
`;

/** What waits is counted by lane again and again: without reading the rows. */
const countedJobs = `
  create index "jobsCounted" on jobs (lane, format, state, kind, bytes);
`;

/**
 * What came with a mail has its readers. Once a job brought them there: one that was left half done is made up for here,
 * and jobs that bring them to the index.
 */
export const inheritedReaders = `
  create temp table "inherited" as
    with recursive carried (id, readers) as (
      select attached.id, mails.readers from documents as attached
        join documents as mails on mails.id = attached."attachedTo" where mails."attachedTo" is null
      union all
      select attached.id, carried.readers from documents as attached
        join carried on carried.id = attached."attachedTo"
    )
    select carried.id, carried.readers from carried join documents on documents.id = carried.id
      where documents.readers <> carried.readers;
  update documents set readers = "inherited".readers from "inherited" where documents.id = "inherited".id;
  insert into jobs (id, kind, payload, about, state, attempt, fence, "dueAt", "createdAt")
    select 'job_' || lower(hex(randomblob(16))), 'describe-document', json_object('documentId', id), id,
      'later', 0, 0, 0, unixepoch () * 1000 from "inherited";
  drop table "inherited";
`;

/** Never change an entry that was released: add one. */
const migrations = [
  firstTables,
  basesThatSpeak,
  lanesOfJobs,
  measuredBases,
  tracedRetrieval,
  mirrors,
  countedJobs,
  listedDocuments,
  settledDescriptions,
  listedReaders,
  inheritedReaders,
  settledReaders,
  settledIndex,
];

/** Everything of one tenant but its index, which can be made again, and its originals. */
export const tenantDatabase: DatabaseKind = { name: 'tenant', mark: 0x44_6f_63_02, migrations };
