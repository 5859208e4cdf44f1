import { posix } from 'node:path';
import type { DocumentMetadata } from '../../../domain/document.ts';
import { readHtml } from './html.ts';
import { joinTexts } from './join-texts.ts';
import { type Parts, unpackText, xmlOf } from './office-package.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { elementsIn, textsIn } from './xml-texts.ts';

type Book = { chapters: string[]; title: string | null; metadata: DocumentMetadata };

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
      placed: new Float64Array(),
      metadata: book.metadata,
      whole: true,
    },
  };
};

const readPackage = (parts: Parts): Book | null => {
  const path = rootOf(xmlOf(parts['META-INF/container.xml']));
  const part = path === null ? undefined : parts[path];
  if (path === null || !part) return null;
  const xml = xmlOf(part);
  const items = new Map(
    elementsIn(xml, 'item').map(({ id, href = '', 'media-type': type = '' }) => [
      id,
      { path: partAt(path, href), isPage: PAGE.test(type) },
    ]),
  );
  const texts = textsIn(xml);
  return {
    chapters: elementsIn(xml, 'itemref')
      .flatMap(({ idref }) => items.get(idref) ?? [])
      .flatMap((item) => (item.isPage ? [item.path] : [])),
    title: texts.get('title') ?? null,
    metadata: Object.fromEntries(
      [
        ['author', texts.get('creator')],
        ['publisher', texts.get('publisher')],
        ['created', texts.get('date')],
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
