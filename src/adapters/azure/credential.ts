import { Problem } from '../../domain/problem.ts';
import { orAbort } from '../../lib/deadline.ts';
import type { Outbound } from '../../ports/outbound.ts';
import { azureHttpClient } from './http-client.ts';

/** Gives a token that is good for at least the next few minutes. */
export type TokenProvider = (signal: AbortSignal) => Promise<string>;

/** What is left of a token's life when a new one is asked for. */
const EARLY_MS = 300_000;

type Token = { token: string; expiresOnTimestamp: number };

/** Keeps a token until near its end; those who ask while one is fetched share it, and one of them leaving ends nothing. */
export const cachedTokens = (
  fetchToken: () => Promise<Token>,
  now: () => number = Date.now,
): TokenProvider => {
  let current: Promise<Token> | undefined;
  let freshUntil = 0;
  const renew = async (): Promise<Token> => {
    const token = await fetchToken();
    freshUntil = token.expiresOnTimestamp - EARLY_MS;
    return token;
  };
  return async (signal) => {
    if (!current || now() >= freshUntil) {
      freshUntil = Number.POSITIVE_INFINITY; // until it is here
      const renewing = renew();
      current = renewing;
      renewing.catch(() => {
        if (current === renewing) current = undefined;
      });
    }
    return (await orAbort(current, signal)).token;
  };
};

const VIRTUAL_MACHINE = 'http://169.254.169.254';

/** Where Azure gives out tokens on this machine; the door must know these origins. */
export const managedIdentityOrigins = (identityEndpoint: string | undefined): string[] => {
  const appService = URL.parse(identityEndpoint ?? '')?.origin;
  return appService ? [VIRTUAL_MACHINE, appService] : [VIRTUAL_MACHINE];
};

const loadIdentity = async () => {
  try {
    return await import('@azure/identity');
  } catch (cause) {
    throw new Problem(
      'not-configured',
      'Signing in to Azure OpenAI with a managed identity needs the package @azure/identity (npm install @azure/identity), or a key in AZURE_OPENAI_KEY.',
      { cause },
    );
  }
};

/** Tokens of the identity this machine has in Azure, fetched through the door. */
export const managedIdentityTokens = (
  { scope, clientId }: { scope: string; clientId: string | undefined },
  outbound: Outbound,
): TokenProvider =>
  cachedTokens(async () => {
    const { ManagedIdentityCredential } = await loadIdentity();
    const credential = new ManagedIdentityCredential({
      ...(clientId === undefined ? {} : { clientId }),
      httpClient: azureHttpClient(outbound),
    });
    try {
      return await credential.getToken(scope);
    } catch (cause) {
      throw new Problem(
        'upstream-refused',
        'Azure gave no token for our managed identity: check that one is assigned, and AZURE_CLIENT_ID.',
        { cause },
      );
    }
  });
