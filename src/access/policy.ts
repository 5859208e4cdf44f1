import { roles, type Principal, type Role, type Scope } from '../domain/principal.ts';

type Rule = {
  /** The lowest role that may. */
  role: Role;
  /** What an API key must have been given; a person's session has what the role has. */
  scope?: Scope;
  /** Only a person's session, or the operator: no API key can make another one. */
  person?: true;
};

/** Who may do what. Every route names one of these; which objects are in reach is the stores' business. */
export const policy = {
  'self:read': { role: 'viewer' },
  'self:write': { role: 'viewer', person: true },
  'conversation:read': { role: 'viewer', scope: 'ask' },
  'conversation:write': { role: 'viewer', scope: 'ask' },
  'turn:ask': { role: 'viewer', scope: 'ask' },
  'knowledge:read': { role: 'viewer', scope: 'knowledge:read' },
  'document:write': { role: 'member', scope: 'knowledge:write' },
  'base:write': { role: 'administrator', scope: 'knowledge:write' },
  'source:read': { role: 'administrator', scope: 'knowledge:read' },
  /** Sees what others asked, though not who. */
  'base:measure': { role: 'administrator', scope: 'admin' },
  'key:manage': { role: 'member', person: true },
  'installation:operate': { role: 'operator' },
} as const satisfies Record<string, Rule>;

/** `public` needs nobody; it is written out so that no route is open by forgetting. */
export type Action = keyof typeof policy | 'public';

const scopesOfRole = {
  viewer: ['ask', 'knowledge:read'],
  member: ['ask', 'knowledge:read', 'knowledge:write'],
  administrator: ['ask', 'knowledge:read', 'knowledge:write', 'admin'],
  operator: ['ask', 'knowledge:read', 'knowledge:write', 'admin'],
} as const satisfies Record<Role, readonly Scope[]>;

export const scopesOf = (role: Role): readonly Scope[] => scopesOfRole[role];

export const reaches = (role: Role, lowest: Role): boolean =>
  roles.indexOf(role) >= roles.indexOf(lowest);

export const lowerOf = (one: Role, other: Role): Role => (reaches(one, other) ? other : one);

export const mayDo = (principal: Principal, action: Action): boolean => {
  if (action === 'public') return true;
  const rule: Rule = policy[action];
  if (!reaches(principal.role, rule.role)) return false;
  if (rule.scope !== undefined && !principal.scopes.includes(rule.scope)) return false;
  return rule.person !== true || principal.kind === 'user';
};
