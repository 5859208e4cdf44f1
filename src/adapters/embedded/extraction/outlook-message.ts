import { createRequire } from 'node:module';
import { decompressRTF } from '@kenjiuno/decompressrtf';
import type msgReader from '@kenjiuno/msgreader';
import type { FieldsData } from '@kenjiuno/msgreader';
import type { AttachedFile } from '../../../ports/extractor.ts';
import { createCleaner } from './clean-text.ts';
import { decodeText } from './decode-text.ts';
import { readHtml } from './html.ts';
import { joinTexts } from './join-texts.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { readPlainText } from './plain-text.ts';
import { createTextBuilder } from './text-builder.ts';

// What the default import of this CommonJS module is differs between Node and bundlers: `require` is the same in all.
const require = createRequire(import.meta.url);
const { default: MsgReader }: typeof msgReader = require('@kenjiuno/msgreader');

/** Reads a message that Outlook saved: who wrote to whom, when, about what, its text and the files in it. */
export const readOutlookMessage = async ({ bytes }: Source): Promise<Outcome> => {
  let message: FieldsData;
  let attachments: AttachedFile[];
  try {
    const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    message = reader.getFileData();
    attachments = (message.attachments ?? []).flatMap((attached) => {
      const { fileName, content } = reader.getAttachment(attached);
      return attached.attachmentHidden ? [] : [{ name: fileName || 'attachment', bytes: content }];
    });
  } catch {
    return failed(
      'The message is damaged and cannot be opened. Open it with Outlook and save it again, or as PDF.',
    );
  }
  const cleaner = createCleaner();
  const subject = cleaner.clean(wordsOf(message.subject)).trim();
  const body = await bodyOf(message);
  const joined = joinTexts([
    headOf(message, subject, cleaner.clean),
    ...(body.outcome === 'extracted' ? [body.extracted] : []),
  ]);
  if (joined.text === '' && attachments.length === 0) return failed(NO_TEXT);
  return {
    outcome: 'extracted',
    attachments,
    extracted: {
      ...joined,
      pages: null,
      title: subject || null,
      language: null,
      placed: new Float64Array(),
      warnings: [...cleaner.warnings(), ...joined.warnings],
      metadata: metadataOf(message),
      whole: true,
    },
  };
};

/** In a damaged message a property may be of another kind than its name says. */
const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a person reads: the plain text, which the other forms repeat. */
const bodyOf = async ({ body, bodyHtml, html, compressedRtf }: FieldsData): Promise<Outcome> => {
  if (wordsOf(body).trim()) return readPlainText(wordsOf(body));
  const page = wordsOf(bodyHtml) || (html instanceof Uint8Array ? decodeText(html) : null);
  if (page) return readHtml(page);
  return compressedRtf instanceof Uint8Array ? readRichText(compressedRtf) : failed('');
};

const readRichText = async (packed: Uint8Array): Promise<Outcome> => {
  const { readOffice } = await import('./office.ts');
  try {
    return await readOffice('rtf', { bytes: Uint8Array.from(decompressRTF([...packed])) });
  } catch {
    return failed(''); // packed in a damaged way
  }
};

const headOf = (message: FieldsData, subject: string, clean: (text: string) => string) => {
  const builder = createTextBuilder();
  if (subject !== '') builder.add({ kind: 'heading', level: 1 }, subject);
  const people = (kind: string) =>
    (message.recipients ?? [])
      .filter(({ recipType }) => recipType === kind)
      .map(personOf)
      .filter(Boolean)
      .join(', ');
  const lines = [
    ['From', senderOf(message)],
    ['To', people('to')],
    ['Cc', people('cc')],
    ['Date', inWords(dateOf(message))],
  ];
  for (const [name, value] of lines)
    if (value) builder.add({ kind: 'paragraph' }, clean(`${name}: ${value}`));
  return builder.finish();
};

const personOf = ({ name, smtpAddress, email }: FieldsData): string => {
  const address = wordsOf(smtpAddress ?? email);
  const called = wordsOf(name);
  if (called === '' || called === address) return address;
  return address.includes('@') ? `${called} <${address}>` : called;
};

const senderOf = ({ senderName, senderSmtpAddress, senderEmail }: FieldsData): string =>
  personOf({
    dataType: 'recipient',
    name: senderName ?? '',
    email: senderSmtpAddress ?? senderEmail ?? '',
  });

const dateOf = ({ clientSubmitTime, messageDeliveryTime }: FieldsData): string | null => {
  const date = new Date(wordsOf(clientSubmitTime ?? messageDeliveryTime));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

/** As other mails say it. */
const inWords = (date: string | null): string | null =>
  date && `${date.slice(0, 16).replace('T', ' ')} UTC`;

const metadataOf = (message: FieldsData) => {
  const date = dateOf(message);
  const author = senderOf(message);
  return {
    ...(author && { email_from: author }),
    ...(date !== null && { email_date: date }),
  };
};
