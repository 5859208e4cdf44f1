/** What is being done with a document, as far as it is known how much: pages, slides, sheets or passages. */
export type ReadingProgress = {
  stage: 'extracting' | 'indexing' | 'embedding';
  done: number | null;
  total: number | null;
};

/** How far the documents are that this process works at. In memory only: what is told to people while they wait. */
export const createReadingProgress = () => {
  const known = new Map<string, ReadingProgress>();
  const keyOf = (tenant: string, documentId: string) => `${tenant} ${documentId}`;
  return {
    set: (tenant: string, documentId: string, progress: ReadingProgress): void => {
      known.set(keyOf(tenant, documentId), progress);
    },
    of: (tenant: string, documentId: string): ReadingProgress | null =>
      known.get(keyOf(tenant, documentId)) ?? null,
    end: (tenant: string, documentId: string): void => {
      known.delete(keyOf(tenant, documentId));
    },
  };
};

export type Progress = ReturnType<typeof createReadingProgress>;
