import { Problem } from '../../domain/problem.ts';
import { isTimeout } from '../../lib/deadline.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const CERTIFICATE = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** What a broken connection means. Names the host at most: path and query may hold secrets. */
export const connectionProblem = (error: unknown, host: string): Problem => {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('upstream-garbled', `${host} answered with too long a head.`, {
      cause: error,
    });
  if (code.startsWith('HPE_'))
    return new Problem('upstream-garbled', `${host} does not speak HTTP.`, { cause: error });
  if (CERTIFICATE.test(code))
    return new Problem(
      'upstream-failed',
      `The certificate of ${host} is not valid. A private authority is added with NODE_EXTRA_CA_CERTS.`,
      { cause: error, retryable: false },
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || isTimeout(error))
    return new Problem('upstream-failed', `The name ${host} cannot be resolved.`, { cause: error });
  return new Problem('upstream-failed', `The connection to ${host} could not be made or broke.`, {
    cause: error,
  });
};
