import { invalid } from "@/lib/kernel/errors";
import type { WireRequest } from "../kit/dialect";

type Field = "userName" | "password" | "language";

const objectOf = (body: unknown): Record<string, unknown> => (typeof body === "object" && body !== null ? { ...body } : {});

/**
 * What FastEditor sends, with the fields that have to be there. Everything else is as it came, for the use-case to judge.
 *
 * @throws AppError `invalid` for the first that is missing or no text
 */
export function given<Needed extends Field>(
  request: WireRequest,
  needed: readonly Needed[],
): Record<Needed, string> & { readonly firstName?: unknown; readonly lastName?: unknown } {
  const body = objectOf(request.body);
  for (const name of needed) {
    const value = body[name];
    // Blanks are as good as other characters in a password, and nowhere else.
    if (typeof value !== "string" || (name === "password" ? value : value.trim()) === "")
      throw invalid(`missing ${name}`, `${name} can't be blank`);
  }
  return body as never;
}

/** The language that FastEditor is shown in, as it says: `en-gb`. Where it says none, that of the request. */
export function languageOf(request?: WireRequest): string {
  const { language } = objectOf(request?.body);
  return typeof language === "string" ? language : (request?.visitor.language ?? "en");
}
