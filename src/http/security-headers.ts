const page = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one policy of the page: it lets the PDF worker of our own origin through.
  'trusted-types docent-worker',
].join('; ');

/**
 * A worker takes the policy of its script: Firefox and Safari do not start one that is sandboxed.
 * The PDF worker loads decoders of scanned pages from our own origin.
 */
const script = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";

/** Data is never a page: opened directly, it runs nothing and reaches nothing. */
const data = "default-src 'none'; frame-ancestors 'none'; sandbox";

const always = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
};

const policyFor = (contentType: string): string => {
  if (contentType.startsWith('text/html')) return page;
  return contentType.startsWith('text/javascript') ? script : data;
};

/** Puts the baseline on every response. A response may say its own `cache-control`; else nothing is kept. */
export const addSecurityHeaders = (headers: Headers): void => {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  headers.set('content-security-policy', policyFor(headers.get('content-type') ?? ''));
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
};
