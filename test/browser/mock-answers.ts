/** The shapes that routes of the mock answer with. */
export const page = <Item>(items: Item[]) => ({ items, cursor: null });
export const problem = (status: number, detail: string): Response =>
  Response.json(
    {
      type: 'about:blank',
      title: detail,
      status,
      detail,
      code: 'mock',
      retryable: false,
      traceId: 't',
    },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
export const lost = (): Response => problem(404, 'There is no such thing.');
