import { setTimeout as pause } from 'node:timers/promises';

export type Api = { url: string; key: string };

export const post = async (api: Api, path: string, body: object): Promise<Response> => {
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
};

export const get = async <Body>(api: Api, path: string): Promise<Body> => {
  const response = await fetch(api.url + path, { headers: { authorization: `Bearer ${api.key}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
};

export const newConversation = async (api: Api): Promise<string> =>
  ((await (await post(api, '/api/v1/conversations', {})).json()) as { id: string }).id;

/** Milliseconds until the first words of the answer; the rest is read to its end. */
export const askFirstToken = async (api: Api, question: string): Promise<number> => {
  const id = await newConversation(api);
  const began = performance.now();
  const response = await post(api, `/api/v1/conversations/${id}/turns`, { text: question });
  return firstMatch(response, '"text-delta"', began);
};

export const firstMatch = async (
  response: Response,
  mark: string,
  began: number,
): Promise<number> => {
  const decoder = new TextDecoder();
  let first = Number.NaN;
  let text = '';
  for await (const bytes of response.body ?? []) {
    if (!Number.isNaN(first)) continue;
    text += decoder.decode(bytes, { stream: true });
    if (text.includes(mark)) first = performance.now() - began;
  }
  return first;
};

/** Waits until `count` documents are ready. */
export const untilReady = async (api: Api, count: number): Promise<void> => {
  for (;;) {
    const { items } = await get<{ items: { documents: number }[] }>(api, '/api/v1/bases');
    const there = items.reduce((sum, base) => sum + base.documents, 0);
    const waiting = await Promise.all(
      ['queued', 'extracting', 'indexing'].map((state) =>
        get<{ items: unknown[] }>(api, `/api/v1/documents?state=${state}&limit=1`),
      ),
    );
    if (there >= count && waiting.every((page) => page.items.length === 0)) return;
    await pause(1_000);
  }
};
