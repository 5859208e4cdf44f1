import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sha256 } from '../lib/ids.ts';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
/** What the build writes with a hash in its name never changes. */
const isHashed = (path: string): boolean => path.startsWith('/assets/');
const shrinks = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.json', '.txt']);
const compress = promisify(gzip);

const notBuilt =
  'The page of Docent has not been built. Build it with: npm run build\n' +
  'The API is ready meanwhile: see /docs.\n';

type Asset = { body: Buffer<ArrayBuffer>; gzipped: Buffer<ArrayBuffer> | null; etag: string };

type Files = Map<string, string>;

const isGone = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === 'ENOENT';

const list = async (root: string): Promise<Files> => {
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch((thrown) => {
    if (isGone(thrown)) return []; // not built, or being built
    throw thrown;
  });
  const files = found.filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file.slice(root.length).split(sep).join('/'), file];
    }),
  );
};

/**
 * The built page. Only files that stood in the folder when it was listed are served, found by a look in that list:
 * no path from outside ever reaches the file system. The page may be built anew while we run, so the folder is
 * listed again when something is not there, and only what has its hash in the name is kept in memory.
 * Gives null for what is not in it.
 */
export const staticFiles = (root: string | null) => {
  let files: Files = new Map();
  let listing: Promise<Files> | null = null;
  const kept = new Map<string, Promise<Asset>>();

  const listAgain = async (): Promise<void> => {
    if (root === null) return;
    listing ??= list(root).finally(() => {
      listing = null;
    });
    files = await listing;
  };

  const read = async (name: string): Promise<Asset | null> => {
    const file = files.get(name);
    if (file === undefined) return null;
    const asset = kept.get(name) ?? load(file);
    if (isHashed(name)) kept.set(name, asset);
    try {
      return await asset;
    } catch (thrown) {
      kept.delete(name);
      if (isGone(thrown)) return null;
      throw thrown;
    }
  };

  return async (path: string, headers: Headers): Promise<Response | null> => {
    const wanted = path === '/' ? '/index.html' : path;
    const asset = (await read(wanted)) ?? (await listAgain().then(() => read(wanted)));
    if (asset) return respond(wanted, asset, headers);
    return path === '/' ? new Response(notBuilt, { status: 503 }) : null;
  };
};

const load = async (file: string): Promise<Asset> => {
  const body = await readFile(file);
  return {
    body,
    gzipped: shrinks.has(extname(file)) ? await compress(body) : null,
    etag: `"${sha256(body).slice(0, 32)}"`,
  };
};

const respond = (path: string, { body, gzipped, etag }: Asset, asked: Headers): Response => {
  const headers = new Headers({
    'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
  });
  if (asked.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const small = (asked.get('accept-encoding') ?? '').includes('gzip') ? gzipped : null;
  if (small) headers.set('content-encoding', 'gzip');
  return new Response(small ?? body, { headers });
};
