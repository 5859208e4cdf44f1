import type { Page, Route } from 'playwright-core';

/** What is passed on when somebody is let go: the request itself, or what the server answered to it before. */
const onTheWayOut = async (route: Route, released: Promise<void>): Promise<void> => {
  await released;
  await route.continue();
};
const onTheWayBack = async (route: Route, released: Promise<void>): Promise<void> => {
  const response = await route.fetch();
  await released;
  await route.fulfill({ response });
};

const hold = (pass: typeof onTheWayOut) => async (page: Page, path: RegExp, method: string) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  await page.route(path, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    held.resolve();
    return pass(route, promise);
  });
  return { release: resolve, held: held.promise };
};

/** Requests that the server does not hear of until they are released; `held` when there is one. */
export const holdRequests = (page: Page, path: RegExp, method = 'GET') =>
  hold(onTheWayOut)(page, path, method);

/** Answers that the server has given, and that the page does not hear of until they are released. */
export const holdAnswers = (page: Page, path: RegExp, method = 'GET') =>
  hold(onTheWayBack)(page, path, method);
