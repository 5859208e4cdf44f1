/** Where words go. `isTerminal`: a person is watching, so a line may be drawn over. */
export type Output = { write(text: string): unknown; isTerminal: boolean };

/** Everything the command line has of the process. Only `src/main.ts` makes one of the real thing. */
export type Terminal = {
  /** Without the program's own name. */
  argv: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: Output;
  stderr: Output;
  /** Fires when a person or the system wants it to end. */
  stop: AbortSignal;
};

export const exitCodes = { done: 0, failed: 1, usage: 2, someFailed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const say = (output: Output, line: string): void => {
  output.write(`${line}\n`);
};

/** Control characters, but for tab and line feed. */
const CONTROL = /(?![\t\n])\p{Cc}/gu;

/** Text that others wrote, without what would move the cursor or recolour the terminal. */
export const harmless = (text: string): string => text.replaceAll(CONTROL, ' ');

/** The first line of standard input: how passwords come in without being seen in a list of processes. */
export const readLine = async ({ stdin }: Terminal): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
};
