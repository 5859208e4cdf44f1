import { standAlone } from '../src/turn/follow-up.ts';
import { readFollowUps, type FollowUp } from '../testing/examples.ts';
import { get, untilReady, type Api } from './lib/api.ts';
import { loadCollections } from './lib/collections.ts';
import { mean, report } from './lib/figures.ts';
import { startDocent } from './lib/processes.ts';

const DOCUMENTS = 5;
const PASSAGES = 5;
const STAND_ALONE_QUESTIONS = 100;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

type Hits = { hits: { text: string }[] };

const found = async (api: Api, query: string, { expected }: FollowUp): Promise<boolean> => {
  const parameters = new URLSearchParams({ q: query, limit: String(PASSAGES) });
  const { hits } = await get<Hits>(api, `/api/v1/search?${parameters.toString()}`);
  return hits.some(({ text }) => text.includes(expected));
};

const byRules = ({ question, before }: FollowUp): string => standAlone(question, before);

const ways = {
  rules: byRules,
  asAsked: ({ question }: FollowUp) => question,
  byHand: (row: FollowUp) => row.standAlone,
};

const finding = async (api: Api, part: string, rows: readonly FollowUp[]): Promise<void> => {
  const share = { rules: 0, asAsked: 0, byHand: 0 };
  const missed: string[] = [];
  for (const row of rows)
    for (const way of ['rules', 'asAsked', 'byHand'] as const) {
      if (await found(api, ways[way](row), row)) share[way] += 1 / rows.length;
      else if (way === 'rules' && !row.heldOut) missed.push(byRules(row));
    }
  report({
    name: `follow-ups, ${part}, found@${PASSAGES}`,
    figure: percent(share.rules),
    reference: `not rewritten: ${percent(share.asAsked)}; rewritten by hand: ${percent(share.byHand)}`,
  });
  for (const question of missed) process.stdout.write(`  not found: ${question}\n`);
};

/** Questions of one collection after a question of another one: they lean on nothing. */
const leftAlone = (): void => {
  const collections = loadCollections();
  if (!collections) return;
  for (const [place, { name, questions }] of collections.entries()) {
    const before = collections[(place + 1) % collections.length]?.questions[0]?.text;
    if (before === undefined) continue;
    const asked = questions.slice(0, STAND_ALONE_QUESTIONS).map(({ text }) => text);
    const changed = asked.filter((text) => standAlone(text, [before]) !== text);
    report({
      name: `follow-ups, ${name}, changed in error`,
      figure: percent(mean(asked.map((text) => (changed.includes(text) ? 1 : 0)))),
    });
    for (const text of changed.slice(0, 3)) process.stdout.write(`  changed: ${text}\n`);
  }
};

/** Whether a question that leans on those before it finds its passage without a model. */
export const run = async (): Promise<void> => {
  const rows = readFollowUps();
  const docent = await startDocent({ DOCENT_LOG_LEVEL: 'warn' }, ['examples/documents']);
  try {
    await untilReady(docent, DOCUMENTS);
    await finding(
      docent,
      'tuned',
      rows.filter(({ heldOut }) => !heldOut),
    );
    await finding(
      docent,
      'held out',
      rows.filter(({ heldOut }) => heldOut),
    );
  } finally {
    await docent.stop();
  }
  leftAlone();
};
