import { textOf } from '../domain/message.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { TurnServices } from './turn-context.ts';

/**
 * Ends, as interrupted, the turns that the store believes to run and that nobody here runs: their server died.
 * They are never run again (law 1); what was stored of the answer stays.
 */
export const endInterrupted = async (
  tenant: TenantId,
  runsHere: (turnId: string) => boolean,
  { tenants, logger }: TurnServices,
): Promise<void> => {
  const { conversations } = await tenants.open(tenant);
  const problem = new Problem('interrupted', 'The server stopped while this was being written.');
  for (const turn of await conversations.runningTurns()) {
    if (runsHere(turn.id)) continue;
    const message = await conversations.message(turn.assistantMessageId, turn.principalId);
    await conversations.finish(turn.id, {
      state: 'interrupted',
      problem: problem.details,
      text: message ? textOf(message) : '',
      citations: message?.citations ?? [],
      sources: message?.sources ?? [],
      abstained: false,
      usage: null,
    });
    logger.warn('turn interrupted by the end of its server', { tenant, turnId: turn.id });
  }
};
