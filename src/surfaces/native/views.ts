import type {
  CitationView,
  ConversationView,
  ConversationWithMessages,
  MessageView,
  SourceView,
} from '../../contracts/conversation.ts';
import type {
  ListedConversation,
  ReadConversation,
  ShownMessage,
} from '../../conversations/history.ts';
import type { Citation } from '../../domain/citation.ts';
import type { MessagePart, SourcePassage } from '../../domain/message.ts';
import { shownPlace } from '../../domain/passage.ts';

/** Inner words to the wire's: what is not named here does not leave. */
export const conversationView = (conversation: ListedConversation): ConversationView => ({
  id: conversation.id,
  title: conversation.title,
  baseIds: conversation.baseIds,
  createdAt: conversation.createdAt,
  updatedAt: conversation.updatedAt,
  activeLeafId: conversation.activeLeafId,
  runningTurnId: conversation.runningTurnId,
});

export const readConversationView = (read: ReadConversation): ConversationWithMessages => ({
  ...conversationView(read),
  messages: read.messages.map(messageView),
});

const messageView = (message: ShownMessage): MessageView => ({
  id: message.id,
  parentId: message.parentId,
  role: message.role,
  parts: message.parts.map((part, place) => partView(part, message.id, place)),
  state: message.state,
  turnId: message.turnId,
  createdAt: message.createdAt,
  citations: message.citations.map(citationView),
  sources: message.sources.map((source, place) => sourceView(source, place + 1)),
  abstained: message.abstained,
  usage: message.usage,
  feedback: message.feedback,
  problem: message.problem && {
    code: message.problem.code,
    detail: message.problem.detail,
    retryable: message.problem.retryable,
  },
  siblings: message.siblings,
});

const partView = (
  part: MessagePart,
  messageId: string,
  place: number,
): MessageView['parts'][number] => {
  if (part.type !== 'image') return part;
  const url = `/api/v1/messages/${messageId}/images/${place}`;
  return { type: 'image', mediaType: part.mediaType, name: part.name, url };
};

export const citationView = (citation: Citation): CitationView =>
  citation.kind === 'external'
    ? {
        ...citation,
        passageNumber: null,
        documentId: null,
        versionId: null,
        headings: [],
        page: null,
        place: null,
        start: null,
        end: null,
      }
    : {
        id: citation.id,
        kind: citation.kind,
        offset: citation.offset,
        passageNumber: citation.passageNumber,
        documentId: citation.documentId,
        versionId: citation.versionId,
        title: citation.title,
        headings: citation.headings,
        page: citation.page,
        place: shownPlace(citation),
        start: citation.start,
        end: citation.end,
        quote: citation.quote,
        url: null,
      };

export const sourceView = (source: SourcePassage, number: number): SourceView => ({
  number,
  documentId: source.documentId,
  versionId: source.versionId,
  title: source.title,
  headings: source.headings,
  page: source.page,
  place: shownPlace(source),
  start: source.start,
  end: source.end,
  text: source.text,
  score: source.score,
});
