import { textOf } from '../domain/message.ts';
import type { Citation } from '../domain/citation.ts';
import { shownPlace } from '../domain/passage.ts';
import type { ReadConversation, ShownMessage } from './history.ts';

/** The conversation as a Markdown text; what is cited stands as footnotes. */
export const toMarkdown = (conversation: ReadConversation): string => {
  const notes: string[] = [];
  const parts = conversation.messages.map((message) =>
    message.role === 'user'
      ? `## ${line(textOf(message)) || 'Question'}`
      : answerOf(message, notes),
  );
  const head = `# ${line(conversation.title)}\n\n${new Date(conversation.createdAt).toISOString()}`;
  return [head, ...parts, notes.join('\n')].filter((part) => part !== '').join('\n\n') + '\n';
};

const answerOf = (message: ShownMessage, notes: string[]): string => {
  const text = textOf(message);
  let marked = '';
  let at = 0;
  const citations = message.citations.toSorted((one, other) => one.offset - other.offset);
  for (const citation of citations) {
    marked += text.slice(at, citation.offset);
    at = Math.max(at, citation.offset);
    notes.push(`[^${notes.length + 1}]: ${noteOf(citation)}`);
    marked += `[^${notes.length}]`;
  }
  const ending = message.state === 'complete' ? '' : `\n\n*(${message.state})*`;
  return marked + text.slice(at) + ending;
};

const noteOf = (citation: Citation): string => {
  const where = citation.kind === 'external' ? null : shownPlace(citation);
  const place = where === null ? '' : `, ${where}`;
  const url = citation.kind === 'external' && citation.url !== null ? ` <${citation.url}>` : '';
  const quote = citation.quote === '' ? '' : `: “${line(citation.quote)}”`;
  const doubt = citation.kind === 'external' ? ' (not verified)' : '';
  return `${line(citation.title)}${place}${url}${quote}${doubt}`;
};

const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
