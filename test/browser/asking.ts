import type { Locator, Page } from 'playwright-core';

export const questionField = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Question', exact: true });

/** The key goes to the field itself: what had the focus before may take it back a moment later. */
export const ask = async (page: Page, text: string): Promise<void> => {
  await questionField(page).fill(text);
  await questionField(page).press('Enter');
};

/** Waits for so many complete answers. */
export const answered = (page: Page, count = 1): Promise<void> =>
  page
    .getByRole('button', { name: 'Copy the answer' })
    .nth(count - 1)
    .waitFor();
