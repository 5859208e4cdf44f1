import { leading } from '../lead-ingestion.ts';

export const run = leading('resume');
