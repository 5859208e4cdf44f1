import type { Hono } from 'hono';
import type { BaseView } from '../../src/contracts/base.ts';
import type { IngestionView } from '../../src/contracts/ingestion.ts';
import { lost, page } from './mock-answers.ts';

export type Bases = { bases: BaseView[]; ingestion: IngestionView };

const nothing = {
  documents: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
  waiting: 0,
  reading: 0,
  bytes: 0,
  bytesDone: 0,
  secondsLeft: null,
};

const base = (id: string, name: string): BaseView => ({
  id,
  name,
  description: '',
  createdAt: 0,
  documents: 3,
  questions: [],
  prompt: '',
  readers: ['everyone'],
});

/** One base, and nothing to be read. */
export const mockBases = (): Bases => ({
  bases: [base('base_1', 'Documents')],
  ingestion: {
    state: 'idle',
    reason: null,
    index: null,
    rate: null,
    total: nothing,
    bases: [],
    lanes: [],
    reading: [],
  },
});

export const secondBase = (): BaseView => base('base_2', 'Personnel');

/** Half of ten documents. */
export const halfRead = (): IngestionView => ({
  ...mockBases().ingestion,
  state: 'reading',
  rate: { documentsPerMinute: 120, bytesPerSecond: 50_000 },
  total: { ...nothing, documents: 10, done: 5, failed: 1, waiting: 4, reading: 1, secondsLeft: 95 },
});

export const baseRoutes = (app: Hono, state: Bases): void => {
  app.get('/bases', (c) => c.json(page(state.bases)));
  app.patch('/bases/:id', async (c) => {
    const change = await c.req.json();
    const at = state.bases.findIndex(({ id }) => id === c.req.param('id'));
    const known = state.bases[at];
    if (!known) return lost();
    state.bases[at] = { ...known, ...change };
    return c.json(state.bases[at]);
  });
  app.get('/ingestion', (c) => c.json(state.ingestion));
  for (const [how, next] of [
    ['pause', 'paused'],
    ['resume', 'reading'],
  ] as const) {
    app.post(`/ingestion/${how}`, (c) => {
      state.ingestion = { ...state.ingestion, state: next };
      return c.json(state.ingestion);
    });
  }
};
