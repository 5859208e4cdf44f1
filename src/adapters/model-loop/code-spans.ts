/** Whether the text so far ends inside code: a fence, or a span on one line. Brackets in code are code. */
export type CodeSpans = {
  follow(text: string): void;
  /** Asked before a character that is no backtick. */
  isInside(): boolean;
};

const FENCE = 3;

export const codeSpans = (): CodeSpans => {
  /** Backticks that opened the code we are in, and those just seen. */
  let open = 0;
  let run = 0;
  const endRun = () => {
    if (run === 0) return;
    if (open === 0) open = run;
    else if (open === run || (open >= FENCE && run > open)) open = 0;
    run = 0;
  };
  return {
    follow: (text) => {
      if (open === 0 && run === 0 && !text.includes('`')) return;
      for (const character of text) {
        if (character === '`') {
          run += 1;
          continue;
        }
        endRun();
        if (character === '\n' && open < FENCE) open = 0;
      }
    },
    isInside: () => {
      endRun();
      return open > 0;
    },
  };
};
