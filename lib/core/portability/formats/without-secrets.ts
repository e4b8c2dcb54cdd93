const SECRET = /secret|token|passw|pwd|totp|(^|_)otp|(api|private)_?key|(backup|recovery)_?code|credential/i;

/**
 * A copy of what a file has beside the fields we know, without whatever is named like a secret, at any depth. The names of
 * what is left out are added to `leftOut`.
 *
 * SECURITY: an export holds access tokens, TOTP seeds and reset links. Metadata is not sealed, so none of them may end there.
 */
export function withoutSecrets(value: unknown, leftOut: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, leftOut));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name, inner]) => {
    const isSecret = SECRET.test(name) && typeof inner !== "boolean";
    if (isSecret && inner !== null && inner !== "") leftOut.add(name);
    return !isSecret;
  });
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSecrets(inner, leftOut)]));
}
