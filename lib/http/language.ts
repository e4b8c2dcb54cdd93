/**
 * The language that somebody's browser asks for first, as a bare lower-case tag (`pt-BR,pt;q=0.9` is `pt`); `en` when it
 * says none. Browsers send the one they like best first.
 */
export function languageOf(request: Request): string {
  const [, tag] = /^\s*([a-z]{2,3})(?:-[a-z\d-]*)?\s*(?:[,;]|$)/i.exec(request.headers.get("accept-language") ?? "") ?? [];
  return tag?.toLowerCase() ?? "en";
}
