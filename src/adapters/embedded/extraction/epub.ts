import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import type { DocumentMetadata } from '../../../domain/document.ts';
import { localName } from './cut-xml.ts';
import { readHtml } from './html.ts';
import { joinTexts } from './join-texts.ts';
import { type Parts, unpackText, xmlOf } from './office-package.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';

type Book = { chapters: string[]; title: string | null; metadata: DocumentMetadata };
type Item = { path: string; mediaType: string };

const DAMAGED = 'The book is damaged: its list of chapters is missing. Download it again.';
const PROTECTED =
  'The book is protected against copying and cannot be read. Upload a copy without protection.';
const PAGE = /xhtml|html/iu;

/** Reads an EPUB: its chapters in the order of the book, each as the page that it is. */
export const readEpub = ({ bytes }: Source): Outcome => {
  let parts: Parts;
  try {
    parts = unpackText(bytes);
  } catch {
    return failed(DAMAGED);
  }
  const book = readPackage(parts);
  if (!book) return failed(DAMAGED);
  const chapters = book.chapters
    .flatMap((path) => (parts[path] ? [readHtml(xmlOf(parts[path]))] : []))
    .flatMap((read) => (read.outcome === 'extracted' ? [read.extracted] : []));
  if (chapters.length === 0) return failed(parts['META-INF/encryption.xml'] ? PROTECTED : NO_TEXT);
  return {
    outcome: 'extracted',
    extracted: {
      ...joinTexts(chapters),
      pages: null,
      title: book.title,
      language: null,
      placed: [],
      metadata: book.metadata,
      whole: true,
    },
  };
};

const readPackage = (parts: Parts): Book | null => {
  const path = rootOf(xmlOf(parts['META-INF/container.xml']));
  const part = path === null ? undefined : parts[path];
  if (path === null || !part) return null;
  const items = new Map<string, Item>();
  const order: string[] = [];
  const said = new Map<string, string>();
  let inside: string | null = null;
  const parser = new Parser(
    {
      onopentag: (qualified, attributes) => {
        inside = localName(qualified);
        const { id, href, idref, 'media-type': mediaType = '' } = attributes;
        if (inside === 'item' && id !== undefined && href !== undefined)
          items.set(id, { path: partAt(path, href), mediaType });
        else if (inside === 'itemref' && idref !== undefined) order.push(idref);
      },
      ontext: (text) => {
        if (inside !== null) said.set(inside, (said.get(inside) ?? '') + text);
      },
      onclosetag: () => {
        inside = null;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xmlOf(part));
  const text = (name: string): string | null => said.get(name)?.trim() || null;
  return {
    chapters: order
      .flatMap((id) => items.get(id) ?? [])
      .flatMap((item) => (PAGE.test(item.mediaType) ? [item.path] : [])),
    title: text('title'),
    metadata: Object.fromEntries(
      [
        ['author', text('creator')],
        ['publisher', text('publisher')],
        ['created', text('date')],
      ].flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
    ),
  };
};

const rootOf = (container: string): string | null =>
  /<(?:\w+:)?rootfile\b[^>]*\bfull-path="([^"]+)"/u.exec(container)?.[1] ?? null;

/** A name inside the package, never a path of ours. */
const partAt = (from: string, href: string): string => {
  const [name = ''] = href.split('#');
  return posix.join(posix.dirname(from), decoded(name));
};

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // A percent sign that encodes nothing.
  }
};
