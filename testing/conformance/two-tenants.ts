import { afterAll, beforeAll } from 'vitest';

/** The same port of two tenants of one installation. */
export type TwoTenants<Store> = { here: Store; there: Store; close(): Promise<void> };
export type OpenTwoTenants<Store> = () => Promise<TwoTenants<Store>>;

/** Opens once for the tests around it, which use ids of their own. */
export const useTwoTenants = <Store>(open: OpenTwoTenants<Store>) => {
  let opened: TwoTenants<Store>;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  return { here: () => opened.here, there: () => opened.there };
};
