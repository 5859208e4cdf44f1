import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openBrowser, visit } from '../test/browser/browser.ts';
import { startMockServer, type MockServer } from '../test/browser/mock-server.ts';
import type { MockTurn } from '../test/browser/mock-turns.ts';
import { report } from './lib/figures.ts';

const DELTAS = 2_000;
const PER_SECOND = 100;
const BEGINNING = 9_000;
const words = 'Records are kept for **seven years**, unless a lawful hold applies. ';

/** Everything that one view of the page loads from the server, compressed as the server does. */
const loaded = async (browser: Browser, url: string, ready: (page: Page) => Promise<void>) => {
  const { page, leave } = await visit(browser, 'about:blank');
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/api/')) bodies.push(response.body());
  });
  await page.goto(url);
  await ready(page);
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  await leave();
  return bytes.reduce((sum, each) => sum + each, 0) / 1000;
};

const scriptSeconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
};

/** At a steady rate, whatever the timer makes of its waits. */
const stream = (turn: MockTurn): Promise<void> =>
  new Promise((resolve) => {
    const started = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(DELTAS, Math.floor(((performance.now() - started) / 1000) * PER_SECOND));
      for (; sent < due; sent += 1) {
        const at = (sent * 4) % words.length;
        turn.say(words.slice(at, at + 4));
      }
      if (sent < DELTAS) return;
      clearInterval(timer);
      resolve();
    }, 10);
  });

const streaming = async (browser: Browser, server: MockServer): Promise<number> => {
  const { page, leave } = await visit(browser, server.url);
  const begun = new Promise<MockTurn>((resolve) => {
    server.state.answering = resolve;
  });
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('How long?');
  await page.keyboard.press('Enter');
  const turn = await begun;
  const paragraph = `${words.repeat(6).trim()}\n\n- one\n- two\n\n`;
  turn.say(paragraph.repeat(BEGINNING / paragraph.length + 1).slice(0, BEGINNING));
  await page.getByText('seven years').first().waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await scriptSeconds(session);
  await stream(turn);
  turn.end();
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  const seconds = (await scriptSeconds(session)) - before;
  await leave();
  return seconds;
};

const answered = ({ conversations }: MockServer): string => {
  const conversation = conversations.create('Records');
  const say = (role: 'user' | 'assistant', text: string, parentId: string | null): string =>
    conversations.add(conversation, {
      role,
      parentId,
      parts: [{ type: 'text', text }],
      turnId: 'turn_0',
    }).id;
  say('assistant', words, say('user', 'How long?', null));
  return conversation.id;
};

/** What the page weighs at first, and what a long answer costs it while it is written. */
export const run = async (): Promise<void> => {
  const server = await startMockServer();
  const browser = await openBrowser();
  try {
    const first = await loaded(browser, server.url, (page) =>
      page.getByRole('list', { name: 'Suggested questions' }).waitFor(),
    );
    const direct = await loaded(browser, `${server.url}/#/c/${answered(server)}`, (page) =>
      page.getByText('seven years').waitFor(),
    );
    const loads = { 'at the start': first, 'at an answered conversation': direct };
    for (const [place, size] of Object.entries(loads)) {
      report({
        name: `web, first load ${place}`,
        figure: `${size.toFixed(0)} KB`,
        budget: { text: '≤ 200 KB, compressed', met: size <= 200 },
      });
    }
    const seconds = await streaming(browser, server);
    report({
      name: `web, ${DELTAS} deltas onto ${BEGINNING} characters`,
      figure: `${seconds.toFixed(2)} s script`,
      budget: { text: '≤ 2.5 s', met: seconds <= 2.5 },
      reference: `over ${DELTAS / PER_SECOND} s`,
    });
  } finally {
    await browser.close();
    await server.close();
  }
};
