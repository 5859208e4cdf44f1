/**
 * Documents are found by the words of their names and titles, and by their metadata, whatever state they are in.
 * Kept by triggers. `documentTexts` finds words of three characters up, also inside words; `documentWords` the
 * beginnings of words, short ones too and with every accent aside; `documentFacts` a value of metadata, as text.
 * `documentNumbers` names their rows: those of `documents` itself have no number that lasts.
 */
export const listedDocuments = `
  create table "documentNumbers" (number integer primary key, "documentId" text not null unique) strict;
  create virtual table "documentTexts" using fts5 (
    text, tokenize = 'trigram remove_diacritics 1', content = '', contentless_delete = 1
  );
  create virtual table "documentWords" using fts5 (
    text, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2', content = '', contentless_delete = 1
  );
  create table "documentFacts" (
    name text not null, value text not null, number integer not null, primary key (name, value, number)
  ) strict, without rowid;
  create index "factsOfDocument" on "documentFacts" (number);
  create view "listedFacts" as
    select number, "documentId", names.key as name,
      case names.type when 'array' then single.value when 'true' then 'true' when 'false' then 'false'
        else cast(names.value as text) end as value
    from documents join "documentNumbers" on "documentId" = documents.id,
      json_each(documents.metadata) as names,
      json_each(case names.type when 'array' then names.value else '[0]' end) as single;

  insert into "documentNumbers" ("documentId") select id from documents order by rowid;
  insert into "documentTexts" (rowid, text)
    select number, name || char(10) || title from documents join "documentNumbers" on "documentId" = id;
  insert into "documentWords" (rowid, text)
    select number, name || char(10) || title from documents join "documentNumbers" on "documentId" = id;
  insert or ignore into "documentFacts" select name, value, number from "listedFacts";

  create trigger "listedAdded" after insert on documents begin
    insert into "documentNumbers" ("documentId") values (new.id);
    insert into "documentTexts" (rowid, text)
      select number, new.name || char(10) || new.title from "documentNumbers" where "documentId" = new.id;
    insert into "documentWords" (rowid, text)
      select number, new.name || char(10) || new.title from "documentNumbers" where "documentId" = new.id;
    insert or ignore into "documentFacts" select name, value, number from "listedFacts" where "documentId" = new.id;
  end;
  create trigger "listedRenamed" after update of name, title on documents
  when old.name <> new.name or old.title <> new.title begin
    insert or replace into "documentTexts" (rowid, text)
      select number, new.name || char(10) || new.title from "documentNumbers" where "documentId" = new.id;
    insert or replace into "documentWords" (rowid, text)
      select number, new.name || char(10) || new.title from "documentNumbers" where "documentId" = new.id;
  end;
  create trigger "listedDescribed" after update of metadata on documents when old.metadata <> new.metadata begin
    delete from "documentFacts"
      where number = (select number from "documentNumbers" where "documentId" = new.id);
    insert or ignore into "documentFacts" select name, value, number from "listedFacts" where "documentId" = new.id;
  end;
  create trigger "listedDeleted" after delete on documents begin
    delete from "documentTexts" where rowid = (select number from "documentNumbers" where "documentId" = old.id);
    delete from "documentWords" where rowid = (select number from "documentNumbers" where "documentId" = old.id);
    delete from "documentFacts" where number = (select number from "documentNumbers" where "documentId" = old.id);
    delete from "documentNumbers" where "documentId" = old.id;
  end;

  create index "documentsByTime" on documents ("createdAt", id);
  create index "documentsByChange" on documents ("updatedAt", id);
  create index "documentsByName" on documents (name collate nocase, id);
  create index "documentsByState" on documents (state, "createdAt", id);
`;

/** Documents have few different lists of readers: who may read which is asked of the lists. */
export const listedReaders = `
  create index "documentsByReaderList" on documents (readers, id);
`;
