/** `npm run bench -- NAME …`: prints figures, each with its reference from the same run. */
const benches: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  retrieval: () => import('./retrieval.ts'),
  answers: () => import('./answers.ts'),
  'follow-ups': () => import('./follow-ups.ts'),
  'passage-size': () => import('./passage-size.ts'),
  search: () => import('./search.ts'),
  'large-document': () => import('./large-document.ts'),
  mixed: () => import('./mixed.ts'),
  'mixed-language': () => import('./mixed-language.ts'),
  typos: () => import('./typos.ts'),
  tenants: () => import('./tenants.ts'),
  listing: () => import('./listing.ts'),
  analytics: () => import('./analytics.ts'),
  vectors: () => import('./vectors.ts'),
  hybrid: () => import('./hybrid.ts'),
  million: () => import('./million.ts'),
  ingestion: () => import('./ingestion.ts'),
  claims: () => import('./claims.ts'),
  eta: () => import('./eta.ts'),
  extraction: () => import('./extraction.ts'),
  relay: () => import('./relay.ts'),
  'first-token': () => import('./first-token.ts'),
  readers: () => import('./readers.ts'),
  start: () => import('./start.ts'),
  'event-loop': () => import('./event-loop.ts'),
  watch: () => import('./watch.ts'),
  web: () => import('./web.ts'),
  install: () => import('./install.ts'),
};

const [name, ...args] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (bench) {
  await (await bench()).run(args);
} else {
  console.error(`npm run bench -- NAME, one of: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
}
