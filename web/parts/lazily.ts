import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { lookForServer, connectionNow } from '../api/connection.ts';

type Load<Part> = () => Promise<{ default: Part }>;

const TRIES = 3;
const forever = new Promise<never>(() => undefined);

/**
 * React never asks again for code that could not be loaded. So it hears of a failure only when the server is there
 * and has none of it: without the server the code is waited for, and an older page waits to be loaded again.
 */
export const patiently = async <Part>(load: Load<Part>): Promise<{ default: Part }> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load();
    } catch (error) {
      await lookForServer();
      if (connectionNow() === 'updated') return forever; // the page says so
      if (tries === TRIES) throw error;
    }
  }
};

/** A part of the page whose code is loaded when it is first shown. */
export const lazily = <Props extends object>(
  load: Load<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> => lazy(() => patiently(load));
