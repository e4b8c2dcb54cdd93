/**
 * The language tags that somebody's browser asks for, the one they like best first: `de;q=0.5, fr-CH` is fr-CH, de. What they
 * refuse (`q=0`), `*`, and what is no tag are left out.
 */
export function acceptedLanguages(request: Request): string[] {
  const ranges = (request.headers.get("accept-language") ?? "").slice(0, MAX_HEADER).split(",");
  return ranges
    .flatMap((range) => {
      const [, tag, q] = RANGE.exec(range) ?? [];
      return tag ? [{ tag, q: Number(q ?? 1) }] : [];
    })
    .filter(({ q }) => q > 0)
    .sort((one, other) => other.q - one.q)
    .map(({ tag }) => tag);
}

const MAX_HEADER = 1_000;
const RANGE = /^\s*([a-z]{2,8}(?:-[a-z\d]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i;

/** The language that somebody's browser asks for first, as a bare lower-case tag (`pt-BR,pt;q=0.9` is `pt`); `en` when it says none. */
export function languageOf(request: Request): string {
  return acceptedLanguages(request)[0]?.split("-")[0]?.toLowerCase() ?? "en";
}
