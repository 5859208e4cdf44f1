import { demandHearing, HEARD_MS } from '../demand-hearing.ts';
import type { Stage } from '../turn-context.ts';

/**
 * Before more of an answer is told, the rights of who asked are looked at again. What was said until then is kept, and
 * read like any stored answer.
 */
export const stayReadable: Stage = async function* (events, turn, services) {
  let checkedAt = Date.now();
  for await (const event of events) {
    if (Date.now() - checkedAt >= HEARD_MS) {
      const versionIds = turn.retrieval.passages.map(({ versionId }) => versionId);
      await demandHearing({ ...turn, versionIds }, services);
      checkedAt = Date.now();
    }
    yield event;
  }
};
