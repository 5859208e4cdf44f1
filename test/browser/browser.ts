import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

export const openBrowser = (flags: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...flags],
  });

/** Text, not a function: the benchmarks, which use this too, are compiled without the browser's types. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  reportViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));`;

/** Everything a page must never do: errors, violations of its policy, requests to anybody else. */
const watch = async (page: Page, origin: string): Promise<string[]> => {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`page error ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:')) seen.push(`external ${url}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => seen.push(`policy ${text}`));
  await page.addInitScript({ content: reportViolations });
  return seen;
};

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desk = { viewport: { width: 1440, height: 900 } };

/** A page of its own, opened at a place of the server. `seen` must be empty when the test is over. */
export const visit = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = desk,
): Promise<{ page: Page; seen: string[]; leave: () => Promise<void> }> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // sooner than the runner, which does not say what is waited for
  const seen = await watch(page, new URL(url).origin);
  await page.goto(url);
  return { page, seen, leave: () => context.close() };
};
