import { onDemand } from './on-demand.tsx';

export const Sheet = onDemand(() => import('./sheet-popup.tsx'));
