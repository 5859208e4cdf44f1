import { mayDo } from '../../access/policy.ts';
import { Problem } from '../../domain/problem.ts';
import { mayReadVersion } from '../../knowledge/rights.ts';
import type { Stage, TurnContext, TurnServices } from '../turn-context.ts';

/** For so long an answer goes on that rests on what its asker may not read any more. */
const CHECK_MS = 500;

/**
 * Law 7 while an answer is written: before more of it is told, who asked and what it rests on are looked at again.
 * What was said until then is kept, and read like any stored answer. What was replaced or deleted, though nothing be
 * left of it, was not taken away.
 */
export const stayReadable: Stage = async function* (events, turn, services) {
  let checkedAt = Date.now();
  for await (const event of events) {
    if (Date.now() - checkedAt >= CHECK_MS) {
      await demandRights(turn, services);
      checkedAt = Date.now();
    }
    yield event;
  }
};

const demandRights = async (
  { principal, stores, retrieval }: TurnContext,
  { principalNow }: TurnServices,
): Promise<void> => {
  const now = await principalNow(principal);
  // A key that may only measure never might: whether it still may is asked before each test question.
  if (!now || (mayDo(principal, 'turn:ask') && !mayDo(now, 'turn:ask')))
    throw new Problem('forbidden', 'You may not ask here any more.');
  if (stores.index.kind !== 'managed') return; // the register knows nothing of somebody else's index
  const versionIds = new Set(retrieval.passages.map(({ versionId }) => versionId));
  const owners = await stores.documents.versionOwners([...versionIds]);
  if ([...owners.values()].some((owner) => !mayReadVersion(owner, now)))
    throw new Problem('forbidden', 'You may not read any more what this answer rests on.');
};
