/** The word with which a model says that the passages do not answer. People never see it. */
export const ABSTENTION = '%NO-ANSWER%';

export type AbstentionReader = {
  /** What of the text so far is answer. */
  read(delta: string): string;
  end(): string;
  abstained(): boolean;
};

/** Holds the start of an answer back while it may be the word, and takes the word out. */
export const abstentionReader = (): AbstentionReader => {
  let held = '';
  let decided = false;
  let abstained = false;
  /** After the word, blanks are dropped until its sentence begins. */
  let atStart = false;

  const answerOf = (text: string): string => {
    if (!atStart) return text;
    const trimmed = text.trimStart();
    atStart = trimmed === '';
    return trimmed;
  };
  return {
    read: (delta) => {
      if (decided) return answerOf(delta);
      held = (held + delta).trimStart(); // blanks without end are not kept, nor looked through again
      if (held.length < ABSTENTION.length && ABSTENTION.startsWith(held)) return '';
      decided = true;
      abstained = held.startsWith(ABSTENTION);
      atStart = true;
      return answerOf(abstained ? held.slice(ABSTENTION.length) : held);
    },
    end: () => (decided ? '' : held),
    abstained: () => abstained,
  };
};
