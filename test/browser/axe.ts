import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * What axe has against the page as it is. Half the work of its usual way is for frames, of which the policy of the
 * page allows none, and for telling what is right.
 */
export const axeViolations = async (page: Page, withoutRules: string[] = []) => {
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .disableRules(withoutRules);
  return (await axe.analyze()).violations;
};
