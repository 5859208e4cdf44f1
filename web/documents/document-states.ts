import type { DocumentView } from '../../src/contracts/knowledge.ts';

type State = DocumentView['state'];

export const stateLabels: Record<State, string> = {
  queued: 'Waiting',
  extracting: 'Reading',
  indexing: 'Indexing',
  ready: 'Ready',
  partly: 'Partly read',
  failed: 'Failed',
  'needs-ocr': 'Scanned, no text',
  'needs-password': 'Needs a password',
  cancelled: 'Cancelled',
};

export const stateTones: Record<State, string> = {
  queued: 'text-muted-foreground',
  extracting: 'text-muted-foreground',
  indexing: 'text-muted-foreground',
  ready: 'text-success',
  partly: 'text-warning',
  failed: 'text-danger',
  'needs-ocr': 'text-warning',
  'needs-password': 'text-warning',
  cancelled: 'text-muted-foreground',
};

export const isBusy = (state: State): boolean =>
  state === 'queued' || state === 'extracting' || state === 'indexing';
