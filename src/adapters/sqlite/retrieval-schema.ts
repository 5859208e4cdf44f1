/**
 * How an answer came to its passages stays with it. What is remembered of searches goes when their base changes: its
 * version rises with everything about its documents that a search can show or go by.
 */
export const tracedRetrieval = `
  alter table messages add column why text;
  create table "baseVersions" ("baseId" text primary key, version integer not null) strict, without rowid;
  create trigger "documentCame" after insert on documents begin
    insert into "baseVersions" values (new."baseId", 1) on conflict do update set version = version + 1;
  end;
  create trigger "documentWent" after delete on documents begin
    insert into "baseVersions" values (old."baseId", 1) on conflict do update set version = version + 1;
  end;
  create trigger "documentChanged" after update of "baseId", "versionId", title, state, metadata, readers on documents begin
    insert into "baseVersions" values (new."baseId", 1) on conflict do update set version = version + 1;
    update "baseVersions" set version = version + 1
      where "baseId" = old."baseId" and old."baseId" <> new."baseId";
  end;
  create trigger "baseChanged" after update on bases begin
    insert into "baseVersions" values (new.id, 1) on conflict do update set version = version + 1;
  end;
`;

/**
 * The register is told of other metadata and readers before the index is. When that has them too, searches that were
 * remembered in between go as well.
 */
export const settledDescriptions = `
  create trigger "descriptionSettled" after delete on jobs when old.kind = 'describe-document' begin
    update "baseVersions" set version = version + 1
      where "baseId" = (select "baseId" from documents where id = old.about);
  end;
`;

/** The same for a base whose readers its documents were given: its searches go when the index knows all of them. */
export const settledReaders = `
  create trigger "readersSettled" after delete on jobs when old.kind = 'spread-readers' begin
    update "baseVersions" set version = version + 1 where "baseId" = old.about;
  end;
`;

/** The same for all bases when the index has become whole, or has other vectors. */
export const settledIndex = `
  create trigger "indexSettled" after delete on jobs when old.kind in ('complete-index', 'embed-passages') begin
    update "baseVersions" set version = version + 1;
  end;
`;
