import { askFirstToken } from './api.ts';

/** Ten readers that ask one question after the other until they are ended: `askers.ts URL KEY`. */
const [url = '', key = ''] = process.argv.slice(2);
process.stdout.write(`asking ${url}\n`);
const askOn = async (): Promise<never> => {
  for (;;)
    await askFirstToken(
      { url, key },
      `What about number ${Math.floor(Math.random() * 1000)} and the rest?`,
    );
};
await Promise.all(Array.from({ length: 10 }, askOn));
