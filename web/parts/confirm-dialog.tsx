import { onDemand } from './on-demand.tsx';

export const ConfirmDialog = onDemand(() => import('./confirm-popup.tsx'));
