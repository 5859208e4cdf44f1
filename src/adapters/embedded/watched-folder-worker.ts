import { given } from '../../lib/thread.ts';
import { serveCalls } from '../../lib/worker-call.ts';
import { createScanner, type ScanOptions } from './watched-folder-scan.ts';

/** The thread of one folder: a walk through ten thousand files, or a disk that hangs, holds up nothing else. */
const options = await given<ScanOptions>();
const methods = createScanner(options);

export type ScannerMethods = typeof methods;

serveCalls(methods);
