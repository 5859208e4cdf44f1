import type { DatabaseKind } from './open-database.ts';

/** Never change an entry that was released: add one. */
const migrations = [
  `
  create table tenants (id text primary key, name text not null, "createdAt" integer not null) strict, without rowid;
  create table accounts (
    tenant text not null references tenants (id),
    id text not null,
    name text not null,
    role text not null,
    groups text not null,
    disabled integer not null,
    "createdAt" integer not null,
    primary key (tenant, id)
  ) strict, without rowid;
  create table links (
    hash text primary key,
    tenant text not null,
    "accountId" text not null,
    "expiresAt" integer not null,
    foreign key (tenant, "accountId") references accounts (tenant, id)
  ) strict, without rowid;
  create table sessions (
    hash text primary key,
    tenant text not null,
    "accountId" text not null,
    "createdAt" integer not null,
    "usedAt" integer not null,
    "expiresAt" integer not null,
    foreign key (tenant, "accountId") references accounts (tenant, id)
  ) strict, without rowid;
  create index "sessionsOfAccount" on sessions (tenant, "accountId");
  create index "sessionsByEnd" on sessions ("expiresAt");
  create table keys (
    id text primary key,
    tenant text not null,
    name text not null,
    "accountId" text not null,
    role text not null,
    scopes text not null,
    hash text not null,
    "createdAt" integer not null,
    "lastUsedAt" integer,
    "revokedAt" integer,
    foreign key (tenant, "accountId") references accounts (tenant, id)
  ) strict, without rowid;
  create index "keysOfTenant" on keys (tenant);
  create table preferences (
    tenant text not null,
    "accountId" text not null,
    preferences text not null,
    primary key (tenant, "accountId"),
    foreign key (tenant, "accountId") references accounts (tenant, id)
  ) strict, without rowid;
  `,
];

/** Tenants, accounts and what they sign in with. */
export const controlDatabase: DatabaseKind = { name: 'control', mark: 0x44_6f_63_01, migrations };
