import { mayDo } from '../access/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { mayReadVersion } from '../knowledge/rights.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { TurnServices } from './turn-context.ts';

/** For so long an answer goes on, and is heard, that rests on what its asker may not read any more. */
export const HEARD_MS = 500;

/** Whose answer it is, and the versions that it rests on. */
type Hearing = { principal: Principal; stores: TenantStores; versionIds: Iterable<string> };

/**
 * Law 7 while an answer is told: who asked and what it rests on are looked at as they are now. What was replaced or
 * deleted, though nothing be left of it, was not taken away.
 */
export const demandHearing = async (
  { principal, stores, versionIds }: Hearing,
  { principalNow }: Pick<TurnServices, 'principalNow'>,
): Promise<void> => {
  const now = await principalNow(principal);
  // A key that may only measure never might: whether it still may is asked before each test question.
  if (!now || (mayDo(principal, 'turn:ask') && !mayDo(now, 'turn:ask')))
    throw new Problem('forbidden', 'You may not ask here any more.');
  if (stores.index.kind !== 'managed') return; // the register knows nothing of somebody else's index
  const owners = await stores.documents.versionOwners([...new Set(versionIds)]);
  if ([...owners.values()].some((owner) => !mayReadVersion(owner, now)))
    throw new Problem('forbidden', 'You may not read any more what this answer rests on.');
};
