import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import {
  startServer,
  type ServerOptions,
  type TestPerson,
  type TestServer,
} from '../../testing/start-server.ts';
import { desk, openBrowser, visit } from './browser.ts';
import { startMockServer, type MockServer } from './mock-server.ts';

/** A browser for the tests of a file. What a test has opened is closed behind it, also when it fails. */
const withBrowser = () => {
  let browser: Browser;
  const visited: Awaited<ReturnType<typeof visit>>[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const { page, leave } of visited.splice(0)) {
      await page.unrouteAll({ behavior: 'ignoreErrors' }); // what is still held back answers nobody
      await leave();
    }
  });
  return async (url: string, options: BrowserContextOptions = desk) => {
    const opened = await visit(browser, url, { reducedMotion: 'reduce', ...options });
    visited.push(opened);
    return opened;
  };
};

/** A mock server of its own for each test, so that none leaves anything to the next; `open` takes a place of it. */
export const withMockServer = () => {
  let now: MockServer;
  beforeEach(async () => {
    now = await startMockServer();
  });
  afterEach(() => now.close());
  const server: MockServer = {
    get url() {
      return now.url;
    },
    get state() {
      return now.state;
    },
    get conversations() {
      return now.conversations;
    },
    close: () => now.close(),
  };
  const openUrl = withBrowser();
  const open = (place = '/', options?: BrowserContextOptions) =>
    openUrl(`${server.url}/#${place}`, options);
  return { server, open };
};

/** As a person whose programs have a key. */
export const as = ({ key }: TestPerson): BrowserContextOptions => ({
  ...desk,
  extraHTTPHeaders: { authorization: `Bearer ${key}` },
});

/** Waits until so many documents are there, all of them read. */
export const untilRead = async (person: TestPerson, count: number): Promise<void> => {
  for (;;) {
    const { items } = await person.json<{ items: DocumentView[] }>('/api/v1/documents');
    if (items.length >= count && items.every(({ state }) => state === 'ready')) return;
    await pause(200);
  }
};

/** The whole server for the tests of a file, with somebody in it, as whom `open` comes unless it is told otherwise. */
export const withWholeServer = (options: ServerOptions = {}) => {
  let server: TestServer;
  let person: TestPerson;
  beforeAll(async () => {
    server = await startServer(options);
    person = await server.person();
  });
  afterAll(() => server.close());
  const openUrl = withBrowser();
  return {
    get server() {
      return server;
    },
    get person() {
      return person;
    },
    open: (place = '/', context = as(person)) => openUrl(`${server.url}/#${place}`, context),
  };
};
