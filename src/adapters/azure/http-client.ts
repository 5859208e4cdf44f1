import type { ManagedIdentityCredentialClientIdOptions } from '@azure/identity';
import type { Outbound } from '../../ports/outbound.ts';

type HttpClient = NonNullable<ManagedIdentityCredentialClientIdOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type HttpHeaders = PipelineRequest['headers'];

const WHOLE_CALL_MS = 30_000;

const azureHeaders = (headers: Headers): HttpHeaders => ({
  get: (name) => headers.get(name) ?? undefined,
  has: (name) => headers.has(name),
  set: (name, value) => headers.set(name, String(value)),
  delete: (name) => headers.delete(name),
  toJSON: () => Object.fromEntries(headers),
  [Symbol.iterator]: () => headers.entries(),
});

const signalOf = ({ abortSignal, timeout }: PipelineRequest): AbortSignal => {
  const limit = AbortSignal.timeout(timeout > 0 ? timeout : WHOLE_CALL_MS);
  return abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, limit]) : limit;
};

/** The door in the shape that Azure's libraries take as their transport. Their bodies here are small texts. */
export const azureHttpClient = (outbound: Outbound): HttpClient => ({
  sendRequest: async (request) => {
    const { body } = request;
    if (body !== undefined && body !== null && typeof body !== 'string')
      throw new Error('This transport sends texts only');
    const response = await outbound(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      signal: signalOf(request),
      ...(body ? { body } : {}),
    });
    return {
      request,
      status: response.status,
      headers: azureHeaders(response.headers),
      bodyAsText: await response.text(),
    };
  },
});
