/** What embedding models in wide use give, and what they want before a text. Others are said in the settings. */
type KnownEmbedder = { dimensions: number; question?: string; passage?: string };

const known: Record<string, KnownEmbedder> = {
  'text-embedding-3-small': { dimensions: 1536 },
  'text-embedding-3-large': { dimensions: 3072 },
  'text-embedding-ada-002': { dimensions: 1536 },
  'nomic-embed-text': {
    dimensions: 768,
    question: 'search_query: ',
    passage: 'search_document: ',
  },
  'mxbai-embed-large': {
    dimensions: 1024,
    question: 'Represent this sentence for searching relevant passages: ',
  },
  'all-minilm': { dimensions: 384 },
  'bge-m3': { dimensions: 1024 },
  'multilingual-e5-large': { dimensions: 1024, question: 'query: ', passage: 'passage: ' },
  'multilingual-e5-base': { dimensions: 768, question: 'query: ', passage: 'passage: ' },
  'multilingual-e5-small': { dimensions: 384, question: 'query: ', passage: 'passage: ' },
};

/** By its name, whoever published it and whatever its tag: `intfloat/multilingual-e5-base`, `bge-m3:latest`. */
export const knownEmbedder = (model: string): KnownEmbedder | undefined =>
  known[model.toLowerCase().replace(/^.*\//, '').replace(/:.*$/, '')];
