import { expect, test } from 'vitest';
import { addSecurityHeaders } from './security-headers.ts';

const policyOf = (contentType: string): string => {
  const headers = new Headers({ 'content-type': contentType });
  addSecurityHeaders(headers);
  return headers.get('content-security-policy') ?? '';
};

test('data is sandboxed, the scripts of the page are not: a browser may start a worker from one', () => {
  expect(policyOf('application/json')).toContain('sandbox');
  expect(policyOf('image/svg+xml')).toContain('sandbox');
  expect(policyOf('text/javascript; charset=utf-8')).toBe(
    "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  );
});

test('the page runs its own scripts only, and makes no HTML from strings', () => {
  expect(policyOf('text/html; charset=utf-8')).toContain("script-src 'self';");
  expect(policyOf('text/html; charset=utf-8')).toContain("require-trusted-types-for 'script'");
});
