import type { Command } from './command.ts';

const base = ['--base <id>', 'Only this knowledge base'] as const;
const lane = ['--lane <id>', 'Only this lane, as the list of `docent ingestion` names it'] as const;
const corpus = [
  '--corpus <file>',
  'Documents, a JSON object in each line: _id, title, text',
  'needed',
] as const;
const queries = [
  '--queries <file>',
  'Questions, a JSON object in each line: _id, text',
  'needed',
] as const;

/** What stands in the help for words that several commands begin with. */
export const groups: Readonly<Record<string, string>> = {
  documents: 'List, show, delete and read documents again; pause and resume reading',
  keys: 'Create, list and revoke API keys',
};

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  {
    usage: 'serve [folders...]',
    summary:
      'Start the server; what is in these folders is answered from, and followed as it changes',
    options: [
      ['--examples', 'Answer from the example documents when no folder is named'],
      ['--port <number>', 'Port, 3000 when left out; 0 takes a free one'],
      ['--host <address>', 'Address to listen on, 127.0.0.1 when left out'],
      ['--tls-cert <file>', 'Certificate chain for https (PEM)'],
      ['--tls-key <file>', 'Private key of the certificate (PEM)'],
    ],
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'ingest <paths...>',
    summary: 'Add files and folders of documents, and wait until they can be asked',
    options: [['--base <id>', 'Into this knowledge base']],
    load: () => import('./commands/ingest.ts'),
  },
  {
    usage: 'ask <question>',
    summary: 'Answer a question from the documents, with citations; - reads it from standard input',
    options: [base],
    load: () => import('./commands/ask.ts'),
  },
  {
    usage: 'search <query>',
    summary: 'Show the passages that fit best',
    options: [base, ['--limit <number>', 'How many, at most 50']],
    load: () => import('./commands/search.ts'),
  },
  {
    usage: 'documents list',
    summary: 'List the documents with their state',
    options: [
      base,
      ['--state <state>', 'Only those in this state'],
      ['--search <words>', 'Only those with these words in their name or title'],
    ],
    load: () => import('./commands/documents-list.ts'),
  },
  {
    usage: 'documents show <id>',
    summary: 'Show one document and its passages',
    load: () => import('./commands/documents-show.ts'),
  },
  {
    usage: 'documents delete <ids...>',
    summary: 'Delete documents',
    load: () => import('./commands/documents-delete.ts'),
  },
  {
    usage: 'documents reindex <ids...>',
    summary: 'Read documents again',
    options: [['--password-stdin', 'Read the password of the documents from standard input']],
    load: () => import('./commands/documents-reindex.ts'),
  },
  {
    usage: 'documents pause',
    summary: 'Read no more documents for now; what is being read is finished',
    options: [base, lane],
    load: () => import('./commands/documents-pause.ts'),
  },
  {
    usage: 'documents resume',
    summary: 'Go on reading what was paused',
    options: [base, lane],
    load: () => import('./commands/documents-resume.ts'),
  },
  {
    usage: 'documents cancel <ids...>',
    summary: 'Stop reading documents that wait or are being read',
    load: () => import('./commands/documents-cancel.ts'),
  },
  {
    usage: 'documents retry',
    summary: 'Read everything of a base again that failed',
    options: [base],
    load: () => import('./commands/documents-retry.ts'),
  },
  {
    usage: 'ingestion',
    summary: 'Show how far the reading of documents is',
    options: [base],
    load: () => import('./commands/ingestion.ts'),
  },
  {
    usage: 'keys create <name>',
    summary: 'Create an API key; it is shown this once',
    options: [
      ['--role <role>', 'viewer, member or administrator'],
      ['--scopes <scopes>', 'ask, knowledge:read, knowledge:write, admin; separated by commas'],
    ],
    load: () => import('./commands/keys-create.ts'),
  },
  {
    usage: 'keys list',
    summary: 'List the API keys',
    load: () => import('./commands/keys-list.ts'),
  },
  {
    usage: 'keys revoke <id>',
    summary: 'End an API key at once',
    load: () => import('./commands/keys-revoke.ts'),
  },
  {
    usage: 'sign-in-link',
    summary: 'Make a link that signs a person in once',
    options: [
      ['--name <name>', 'Whom; a new name makes an account; the first administrator when left out'],
      ['--role <role>', 'Of a new account: viewer, member or administrator'],
    ],
    load: () => import('./commands/sign-in-link.ts'),
  },
  {
    usage: 'eval',
    summary: 'Measure a knowledge base with its test questions, against the last time',
    options: [
      ['--base <name>', 'The knowledge base, by name or id; may be left out where there is one'],
      ['--strict', 'Exit with 3 when a figure got worse by more than chance explains'],
    ],
    load: () => import('./commands/eval.ts'),
  },
  {
    usage: 'eval retrieval',
    summary: 'Measure how well passages are found: nDCG, recall, MRR',
    options: [
      corpus,
      queries,
      ['--qrels <file>', 'Judgements: query-id, corpus-id, score, separated by tabs'],
      ['--run <file>', 'Write what was found in TREC format'],
    ],
    load: () => import('./commands/eval-retrieval.ts'),
  },
  {
    usage: 'eval answers',
    summary: 'Measure how well questions are answered and how often it rightly abstains',
    options: [
      corpus,
      queries,
      ['--answers <file>', 'Right answers, a JSON object in each line', 'needed'],
      ['--unanswerable <file>', 'Questions that the corpus does not answer, as --queries'],
    ],
    load: () => import('./commands/eval-answers.ts'),
  },
  {
    usage: 'doctor',
    summary: 'Check settings, rights, disk and models; every fault with its fix',
    load: () => import('./commands/doctor.ts'),
  },
  {
    usage: 'settings',
    summary: 'Show every setting, where its value comes from, and what it means',
    load: () => import('./commands/settings.ts'),
  },
  {
    usage: 'backup <file>',
    summary: 'Write everything into one verified file, while the server runs',
    load: () => import('./commands/backup.ts'),
  },
  {
    usage: 'restore <file>',
    summary: 'Put a backup into the data folder, which has to be empty',
    options: [['--replace', 'Keep what is there aside, and take its place']],
    load: () => import('./commands/restore.ts'),
  },
];
