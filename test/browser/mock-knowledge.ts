import type { Hono } from 'hono';
import type { DocumentView, LocatedView } from '../../src/contracts/knowledge.ts';
import { findInText } from '../../src/knowledge/find-in-document.ts';
import type { ReadText } from '../../src/knowledge/recent-texts.ts';
import { outlineOf } from '../../src/knowledge/text-outline.ts';
import { windowOf } from '../../src/knowledge/text-window.ts';
import { lost, problem } from './mock-answers.ts';
import type { MockDocument } from './mock-documents.ts';

type Knowledge = {
  citable: MockDocument[];
  views: DocumentView[];
  suggestions: string[];
  /** How documents were asked for. */
  listed: Record<string, string>[];
  /** Where the passage of a link stands now. */
  located: (documentId: string, asked: Record<string, string>) => LocatedView;
};

/** The wire knows `undefined`, the store does not. */
const asStored = ({ text }: MockDocument): ReadText => JSON.parse(JSON.stringify(text));

const pageAt = ({ text: { blocks } }: MockDocument, at: number): number | null =>
  blocks.find((block) => block.end > at)?.page ?? null;

/** What a link finds while nothing has changed. */
export const stillThere =
  (citable: MockDocument[]): Knowledge['located'] =>
  (documentId, { version = '', start, end }) => {
    const there = citable.find(({ view }) => view.id === documentId);
    const place = { versionId: version, start: Number(start), end: Number(end) };
    const stands = there?.text.versionId === version;
    return { changed: !stands, found: stands ? { ...place, how: 'exact' } : null, old: null };
  };

const PAGE = 50;

const folded = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const valuesOf = ({ metadata }: DocumentView, name: string): string[] =>
  [metadata[name] ?? []].flat().map(String);

const isFound = (
  view: DocumentView,
  { state, attachedTo, q = '', filter = '{}' }: Asked,
): boolean => {
  const chosen: Record<string, string[]> = JSON.parse(filter);
  const words = folded(q).split(' ');
  return (
    (state === undefined || view.state === state) &&
    (attachedTo === undefined || view.attachedTo === attachedTo) &&
    words.every((word) => folded(`${view.name} ${view.title}`).includes(word)) &&
    Object.entries(chosen).every(([name, values]) =>
      valuesOf(view, name).some((value) => values.includes(value)),
    )
  );
};

type Asked = Record<string, string>;

const listRoutes = (app: Hono, state: Knowledge): void => {
  app.get('/documents', (c) => {
    const asked = c.req.query();
    state.listed.push(asked);
    const found = state.views.filter((view) => isFound(view, asked));
    const from = Number(asked['cursor'] ?? 0);
    const sought = asked['cursor'] === undefined && (asked['q'] ?? asked['filter']) !== undefined;
    return c.json({
      items: found.slice(from, from + PAGE),
      cursor: from + PAGE < found.length ? String(from + PAGE) : null,
      total: sought ? found.length : null,
    });
  });
  app.get('/facets', (c) => {
    const names = (c.req.query('names') ?? '').split(',');
    const counted = names.map((name): [string, { value: string; documents: number }[]] => {
      const all = Map.groupBy(
        state.views.flatMap((view) => valuesOf(view, name)),
        (value) => value,
      );
      return [name, [...all].map(([value, each]) => ({ value, documents: each.length }))];
    });
    return c.json({ facets: Object.fromEntries(counted) });
  });
};

export const knowledgeRoutes = (app: Hono, state: Knowledge): void => {
  const receive = async (form: FormData): Promise<DocumentView | Response> => {
    const file = form.get('file');
    if (!(file instanceof File)) return problem(400, 'A file is missing.');
    if (file.name.endsWith('.exe')) return problem(415, 'Files of this kind cannot be read.');
    const [first] = state.views;
    if (!first) return problem(500, 'No documents');
    const id = `doc_${state.views.length + 1}`;
    const added = {
      ...first,
      id,
      name: file.name,
      title: file.name,
      bytes: file.size,
      updatedAt: Date.now(),
    };
    state.views.push(added);
    return added;
  };
  const answer = async (form: Promise<FormData>): Promise<Response> => {
    const received = await receive(await form);
    return received instanceof Response
      ? received
      : Response.json({ documents: [received] }, { status: 201 });
  };
  app.get('/suggestions', (c) =>
    c.json({ questions: state.views.length > 0 ? state.suggestions : [] }),
  );
  app.post('/conversations/:id/attachments', (c) => answer(c.req.formData()));
  app.post('/documents', (c) => answer(c.req.formData()));
  listRoutes(app, state);
  app.get('/documents/:id', (c) => {
    const found = state.views.find(({ id }) => id === c.req.param('id'));
    return found ? c.json(found) : lost();
  });
  app.post('/documents/:id/reindex', async (c) => {
    const { password } = await c.req.json<{ password?: string }>();
    const found = state.views.find(({ id }) => id === c.req.param('id'));
    if (!found) return lost();
    if (password === 'open') Object.assign(found, { state: 'ready', versionId: 'ver_policy' });
    else found.reason = 'The password is wrong.';
    return c.json(found, 202);
  });
  app.delete('/documents/:id', (c) => {
    state.views = state.views.filter(({ id }) => id !== c.req.param('id'));
    return c.body(null, 204);
  });
  app.get('/documents/:id/original', (c) => {
    const found = state.citable.find(({ view }) => view.id === c.req.param('id'));
    const headers = {
      'content-type': found?.view.mediaType ?? '',
      'content-disposition': 'attachment',
    };
    return found ? new Response(new Uint8Array(found.bytes), { headers }) : lost();
  });
  const version = (id: string) => state.citable.find(({ text }) => text.versionId === id);
  app.get('/versions/:id/text', (c) => {
    const found = version(c.req.param('id'));
    const [from, to] = [c.req.query('from'), c.req.query('to')];
    const wish = {
      from: from === undefined ? undefined : Number(from),
      to: to === undefined ? undefined : Number(to),
    };
    return found ? c.json({ ...found.text, ...windowOf(asStored(found), wish) }) : lost();
  });
  app.get('/versions/:id/outline', (c) => {
    const found = version(c.req.param('id'));
    return found ? c.json(outlineOf(asStored(found))) : lost();
  });
  app.get('/versions/:id/find', async (c) => {
    const found = version(c.req.param('id'));
    if (!found) return lost();
    const wish = { limit: 500, signal: c.req.raw.signal };
    const { hits, more } = await findInText(found.text.text, c.req.query('q') ?? '', wish);
    return c.json({ hits: hits.map((hit) => ({ ...hit, page: pageAt(found, hit.start) })), more });
  });
  app.get('/documents/:id/readers', (c) =>
    c.json({ everyone: false, groups: ['Finance'], you: true, people: ['Lin'], otherPeople: 0 }),
  );
  app.get('/documents/:id/locate', (c) => c.json(state.located(c.req.param('id'), c.req.query())));
  app.get('/versions/:id/places', (c) => {
    const [start, end] = [Number(c.req.query('start')), Number(c.req.query('end'))];
    const lines = version(c.req.param('id'))?.lines ?? [];
    return c.json({ boxes: lines.filter((line) => line.start < end && line.end > start) });
  });
};
