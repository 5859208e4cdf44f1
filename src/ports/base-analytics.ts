import type { Document } from '../domain/document.ts';
import type { Feedback } from '../domain/message.ts';
import type { ExpectedPassage } from '../domain/evaluation.ts';

/** A question as it was asked, without who asked it. */
export type AskedQuestion = {
  /** Of the answer. */
  messageId: string;
  /** Made to stand on its own. */
  question: string;
  askedAt: number;
};

export type RatedAnswer = AskedQuestion & { feedback: Feedback; documentIds: string[] };

export type CitedDocument = Pick<Document, 'id' | 'title' | 'readers' | 'createdAt'> & {
  citations: number;
  lastCitedAt: number | null;
};

export type BaseUse = {
  /** UTC days on which something was asked, oldest first. */
  days: { day: string; questions: number; unanswered: number }[];
  /** Newest first, at most `limit`. */
  unanswered: AskedQuestion[];
  ratedDown: RatedAnswer[];
  mostCited: CitedDocument[];
  /** Searchable and not cited since then; the oldest documents first, at most `limit`. */
  neverCited: CitedDocument[];
};

/**
 * What bases were asked, over all people of one tenant. It tells nobody's name; callers check who may see questions
 * of others, and who may read which document.
 *
 * Laws: an answer counts for every base that it was asked of, from when it is finished until its conversation is
 * deleted; times are those of the question.
 */
export type BaseAnalytics = {
  useOf(request: { baseId: string; since: number; limit: number }): Promise<BaseUse>;
  /** An answer that this base was asked for, with what it cited; null when there is none. */
  asked(
    baseId: string,
    messageId: string,
  ): Promise<(AskedQuestion & { abstained: boolean; cited: ExpectedPassage[] }) | null>;
};
