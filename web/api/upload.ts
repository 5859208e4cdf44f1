import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { lookForServer } from './connection.ts';
import { parseProblem, RequestProblem, urlOf } from './request.ts';

export type Upload = {
  path: string;
  file: File;
  /** The name with the folders that were dropped, for people to tell files apart. */
  name: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

const received = (text: string): DocumentView[] => JSON.parse(text).documents;

/** XMLHttpRequest, because `fetch` does not tell how much of a body has been sent. */
export const upload = ({ path, file, name, onProgress, signal }: Upload): Promise<DocumentView> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', urlOf(path));
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const [document] = request.status < 300 ? received(request.responseText) : [];
      if (document) resolve(document);
      else reject(new RequestProblem(request.status, parseProblem(request.responseText)));
    });
    request.addEventListener('error', () => {
      void lookForServer();
      reject(new TypeError('The connection was lost'));
    });
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, name);
    request.send(form);
  });
