import type { TenantId } from './tenant.ts';

/** Rising rights. `operator` runs the installation: the command line, never a sign-in. */
export const roles = ['viewer', 'member', 'administrator', 'operator'] as const;
export type Role = (typeof roles)[number];

/** What an API key may do; a person's session has all scopes of the role. */
export const scopes = ['ask', 'knowledge:read', 'knowledge:write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who asks. `id` is unique within the tenant. */
export type Principal = {
  tenant: TenantId;
  id: string;
  kind: 'user' | 'service';
  name: string;
  role: Role;
  groups: readonly string[];
  scopes: readonly Scope[];
};

/**
 * Who may read a passage, document or base: `everyone` (of the tenant), `user:ID`, `group:NAME`.
 * An empty list is nobody.
 */
export type Reader = string;
export const EVERYONE: Reader = 'everyone';

/** The reader tokens a principal answers to: what it may read holds at least one of them. */
export const readersOf = (principal: Principal): Reader[] => [
  EVERYONE,
  `user:${principal.id}`,
  ...principal.groups.map((group) => `group:${group}`),
];

export const mayRead = (readers: readonly Reader[], principal: Principal): boolean => {
  const own = new Set(readersOf(principal));
  return readers.some((reader) => own.has(reader));
};
