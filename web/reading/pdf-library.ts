import * as pdfjs from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

type ScriptPolicy = { createScriptURL: (url: string) => string };
type TrustedTypes = { createPolicy: (name: string, rules: ScriptPolicy) => ScriptPolicy };

declare global {
  var trustedTypes: TrustedTypes | undefined;
}

/** The page's one Trusted Types policy: a worker of our own origin, nothing else. */
const policy = globalThis.trustedTypes?.createPolicy('docent-worker', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError('Worker from elsewhere');
    return url;
  },
});
const port = new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
/** One for the life of the page. Left to itself, pdf.js ends the worker with the document that was opened first. */
const worker = pdfjs.PDFWorker.create({ port });

/** Ranges are fetched as pages need them, from this page's thread: the worker has no network of its own. */
export const openPdf = (url: string): pdfjs.PDFDocumentLoadingTask =>
  pdfjs.getDocument({
    url,
    worker,
    cMapUrl: '/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    useWorkerFetch: false,
    // Decoders of scanned pages, as scripts: the policy of the page lets no WebAssembly run.
    wasmUrl: '/pdfjs/wasm/',
    useWasm: false,
    disableAutoFetch: true,
    enableXfa: false,
  });

export { TextLayer } from 'pdfjs-dist';
export type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
