import type { ApiDocument, Operation } from '../src/surfaces/reference/document.ts';

export type TableRow = {
  method: string;
  path: string;
  action: string;
  operation: Operation;
  /** The path with every `{name}` filled in. */
  at(values?: string): string;
};

/** Every route of a running server, from its own description of itself. */
export const routeTable = async (
  url: string,
): Promise<{ rows: TableRow[]; document: ApiDocument }> => {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
  const rows = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      action: operation['x-docent-action'],
      operation,
      at: (value = 'nothing') => path.replaceAll(/\{\w+\}/g, value),
    })),
  );
  return { rows, document };
};
