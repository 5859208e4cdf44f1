import { request } from 'node:http';

/** Sends a target and headers letter by letter, as no well-behaved client would. */
export const rawRequest = (
  url: string,
  {
    method = 'GET',
    target,
    headers = {},
  }: { method?: string; target: string; headers?: Record<string, string> | string[] },
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, method, path: target, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
