import type { Hono } from 'hono';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { lost, page, problem } from './mock-answers.ts';
import type { MockDocument } from './mock-documents.ts';

type Knowledge = { citable: MockDocument[]; views: DocumentView[]; suggestions: string[] };

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
  app.get('/bases', (c) =>
    c.json(
      page([
        {
          id: 'base_1',
          name: 'Documents',
          description: '',
          createdAt: 0,
          documents: state.views.length,
        },
      ]),
    ),
  );
  app.get('/suggestions', (c) =>
    c.json({ questions: state.views.length > 0 ? state.suggestions : [] }),
  );
  app.post('/conversations/:id/attachments', (c) => answer(c.req.formData()));
  app.post('/documents', (c) => answer(c.req.formData()));
  app.get('/documents', (c) => {
    const wanted = c.req.query('state');
    return c.json(
      page(state.views.filter((view) => wanted === undefined || view.state === wanted)),
    );
  });
  app.get('/documents/:id', (c) => {
    const found = state.views.find(({ id }) => id === c.req.param('id'));
    return found ? c.json(found) : lost();
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
    return found ? c.json(found.text) : lost();
  });
  app.get('/versions/:id/places', (c) => {
    const [start, end] = [Number(c.req.query('start')), Number(c.req.query('end'))];
    const lines = version(c.req.param('id'))?.lines ?? [];
    return c.json({ boxes: lines.filter((line) => line.start < end && line.end > start) });
  });
};
