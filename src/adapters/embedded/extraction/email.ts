import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Block, DocumentMetadata, DocumentWarning } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { takeAttachments } from './email-attachments.ts';
import { chooseBody } from './email-body.ts';
import { decodeText } from './decode-text.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { createTextBuilder } from './text-builder.ts';

const DEEPEST = 100;

/** A mail: its subject, who wrote to whom and when, what a person reads in it, and the files it carries. */
export const readEmail = async ({ bytes }: Source): Promise<Outcome> => {
  let email: Email;
  try {
    email = await PostalMime.parse(withoutWideLetters(bytes), {
      maxNestingDepth: DEEPEST,
      // A mail in a mail is a document of its own, not part of this one.
      forceRfc822Attachments: true,
    });
  } catch (error) {
    return failed(
      /nesting|levels|header/iu.test(error instanceof Error ? error.message : '')
        ? 'The parts of this mail lie in each other deeper than any mail program makes them, as in an attack. It was not read.'
        : 'This mail is damaged. Save it again.',
    );
  }
  const { attachments, warnings } = takeAttachments(email.attachments);
  const body = chooseBody(email);
  const cleaner = createCleaner();
  const builder = createTextBuilder();
  const line = (text: string): string =>
    cleaner.clean(text, builder.length()).replaceAll(/\s+/gu, ' ').trim();
  const subject = line(email.subject ?? '');
  if (subject !== '') builder.add({ kind: 'heading', level: 1 }, subject);
  const about = envelope(email).map(([name, value]) => `${name}: ${line(value)}`);
  if (about.length > 0) builder.add({ kind: 'paragraph' }, about.join('\n'));
  const head = builder.finish();
  const joined = append(head, body);
  if (joined.text.trim() === '') return failed(NO_TEXT);
  return {
    outcome: 'extracted',
    extracted: {
      text: joined.text,
      blocks: joined.blocks,
      pages: null,
      title: subject || null,
      language: body.language,
      placed: new Float64Array(),
      warnings: [...cleaner.warnings(), ...joined.warnings, ...warnings],
      metadata: metadataOf(email),
      whole: warnings.length === 0,
    },
    attachments,
  };
};

/** Mail is written in bytes; one that was saved as UTF-16 is turned back. */
const withoutWideLetters = (bytes: Uint8Array): Uint8Array | string =>
  bytes.subarray(0, 200).includes(0) ? (decodeText(bytes) ?? bytes) : bytes;

type Written = { text: string; blocks: Block[]; warnings: DocumentWarning[] };

/** The body behind the head: its ranges move by what stands before it. */
const append = (head: { text: string; blocks: Block[] }, body: Written): Written => {
  const before = head.text === '' || body.text === '' ? head.text : `${head.text}\n\n`;
  const by = before.length;
  return {
    text: before + body.text,
    blocks: [
      ...head.blocks,
      ...body.blocks.map((block) => ({
        ...block,
        start: block.start + by,
        end: block.end + by,
        ...(block.rows && { rows: block.rows.map((row) => row + by) }),
      })),
    ],
    warnings: body.warnings.map((warning) => ({
      ...warning,
      range: warning.range && { start: warning.range.start + by, end: warning.range.end + by },
    })),
  };
};

const envelope = (email: Email): [string, string][] => {
  const rows: [string, string][] = [
    ['From', people(email.from ? [email.from] : [])],
    ['To', people(email.to ?? [])],
    ['Cc', people(email.cc ?? [])],
    ['Date', dateOf(email) ?? ''],
  ];
  return rows.filter(([, value]) => value !== '');
};

const people = (addresses: readonly Address[]): string =>
  addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address))
    .join(', ');

/** As the sender's clock said it, like `2024-10-01 17:34`. */
const dateOf = ({ date }: Email): string | null => {
  if (date === undefined) return null;
  const time = Date.parse(date);
  return Number.isNaN(time)
    ? date
    : new Date(time).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC');
};

const metadataOf = (email: Email): DocumentMetadata => {
  const { from, to = [], date, messageId } = email;
  return {
    ...(from && { email_from: people([from]) }),
    ...(to.length > 0 && { email_to: to.map((one) => people([one])) }),
    ...(date !== undefined && { email_date: date }),
    ...(messageId !== undefined && { email_id: messageId }),
  };
};
