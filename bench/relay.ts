import { median, report } from './lib/figures.ts';
import { cpuSeconds, startDocent, startServer, type RunningServer } from './lib/processes.ts';

const TOKENS = 500;
const TURNS = 60;
const AT_ONCE = 6;
const ROUNDS = 3;

/** CPU milliseconds of the server for one call, over many. */
const costOf = async (server: RunningServer, call: () => Promise<void>): Promise<number> => {
  const before = cpuSeconds(server.pid);
  for (let done = 0; done < TURNS; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, call));
  }
  return ((cpuSeconds(server.pid) - before) * 1000) / TURNS;
};

const drained = async (response: Response): Promise<void> => {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  await response.text();
};

/**
 * What 500 tokens cost on their way from the upstream through a turn to a reader, against fetch, event parse and
 * write. A turn of one token is subtracted from both; it is printed apart, since it holds the acceptance commit.
 */
export const run = async (): Promise<void> => {
  const node = process.execPath;
  const upstream = await startServer([node, 'bench/lib/upstream.ts']);
  const reference = await startServer([node, 'bench/lib/reference-relay.ts']);
  const docents = new Map<number, Awaited<ReturnType<typeof startDocent>>>();
  for (const tokens of [1, TOKENS]) {
    docents.set(
      tokens,
      await startDocent({
        OPENAI_BASE_URL: upstream.url,
        OPENAI_API_KEY: 'bench',
        DOCENT_MODEL: `tokens-${tokens}`,
      }),
    );
  }
  const ours = async (tokens: number): Promise<number> => {
    const docent = docents.get(tokens);
    if (!docent) throw new Error('unreachable');
    const headers = { authorization: `Bearer ${docent.key}`, 'content-type': 'application/json' };
    const post = (path: string, body: object) =>
      fetch(docent.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return costOf(docent, async () => {
      const { id } = (await (await post('/api/v1/conversations', {})).json()) as { id: string };
      await drained(
        await post(`/api/v1/conversations/${id}/turns`, {
          text: 'How long is the probation period?',
        }),
      );
    });
  };
  const theirs = (tokens: number) =>
    costOf(reference, async () => {
      await drained(
        await fetch(`${reference.url}/?upstream=${upstream.url}&model=tokens-${tokens}`),
      );
    });
  try {
    await ours(TOKENS);
    await theirs(TOKENS);
    const figures = { turn: [] as number[], relay: [] as number[], reference: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const turn = await ours(1);
      figures.turn.push(turn);
      figures.relay.push((await ours(TOKENS)) - turn);
      figures.reference.push((await theirs(TOKENS)) - (await theirs(1)));
    }
    const ratio = median(figures.relay) / median(figures.reference);
    report({
      name: `relay of ${TOKENS} tokens through a turn`,
      figure: `${ratio.toFixed(2)} × CPU`,
      budget: { text: '≤ 2 ×', met: ratio <= 2 },
      reference: `${median(figures.relay).toFixed(1)} ms; fetch + parse + write ${median(figures.reference).toFixed(1)} ms`,
    });
    report({
      name: 'a turn of one token, acceptance included',
      figure: `${median(figures.turn).toFixed(1)} ms`,
    });
  } finally {
    for (const server of [...docents.values(), reference, upstream]) await server.stop();
  }
};
