/**
 * Takes the pictures of the README: `node docs/images/make.ts`, after `npm run build`. A whole server answers from
 * the example documents; the model is a stand-in that writes the answer below, the passages and their places are
 * found by Docent.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser/browser.ts';
import { startFakeUpstream } from '../../testing/fake-upstream.ts';
import { signIn } from '../../testing/session.ts';
import { startServer, type TestServer } from '../../testing/start-server.ts';

const examples = fileURLToPath(new URL('../../examples/documents', import.meta.url));
const question = 'How many weeks of parental leave do I get at full pay?';
/** `#` stands for the number of the passage that has these words. */
const cited = 'weeks of leave at full pay';
const answer = `Every parent who is an employee or part-timer has **18 weeks of leave at full pay** when a child is born or adopted. [#] It can be taken in up to three blocks until the second birthday of the child. [#]

| Who | Parental leave |
|---|---|
| Employees | 18 weeks at full pay |
| Interns | 4 weeks at full pay |
| Contractors | Unpaid |

Please tell us **ten weeks before** the first block. [#]`;
const earlier = ['Hotel limits in London', 'Lost security key', 'Opening hours'];

const model = async () => {
  const upstream = await startFakeUpstream();
  upstream.script(({ messages }) => {
    const prompt = JSON.stringify(messages);
    const passages = prompt.matchAll(/<passage number=\\"(\d+)\\".*?<\/passage>/g);
    const number = [...passages].find(([passage]) => passage.includes(cited))?.[1] ?? '1';
    return { text: answer.replaceAll('#', number) };
  });
  return upstream;
};

/** Everything that the server serves has been read, and somebody has asked before. */
const prepare = async (server: TestServer) => {
  const session = await signIn(server, { name: 'Ada' });
  const waiting = async (): Promise<boolean> => {
    const states = (await (await session.fetch('/api/v1/documents')).text()).match(
      /"state":"\w+"/g,
    );
    return states === null || states.some((state) => state !== '"state":"ready"');
  };
  while (await waiting()) await pause(200);
  for (const title of earlier.toReversed()) {
    await session.fetch('/api/v1/conversations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title }),
    });
  }
  return session.cookie;
};

const ask = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  await page.locator('.markdown cite button').first().click();
  await page.locator('[data-highlight]').first().waitFor();
  await page.getByText('Drawing the page').waitFor({ state: 'detached' });
};

const shoot = async (page: Page, theme: 'light' | 'dark'): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme });
  await pause(500); // colours fade
  const path = fileURLToPath(new URL(`answer-${theme}.png`, import.meta.url));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
};

const upstream = await model();
const env = {
  OPENAI_BASE_URL: `${upstream.url}/v1`,
  OPENAI_API_KEY: 'none',
  DOCENT_MODEL: 'your model',
};
const server = await startServer({ serves: [examples], env });
const browser = await openBrowser(['--disable-lcd-text']);
try {
  const cookie = await prepare(server);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    extraHTTPHeaders: { cookie },
  });
  const page = await context.newPage();
  await ask(page, server.url);
  for (const theme of ['light', 'dark'] as const) await shoot(page, theme);
} finally {
  await browser.close();
  await server.close();
  await upstream.close();
}
