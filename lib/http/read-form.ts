import { AppError } from "@/lib/kernel/errors";
import { MAX_BODY_BYTES, readBody } from "./read-body";

/**
 * The fields of a posted HTML form.
 *
 * SECURITY: a field said twice is refused, and so is every content type but the two that forms have. What is no UTF-8 is
 * refused as well: decoding would put one sign in the place of all of it, and two passwords would be one.
 *
 * @throws AppError `unsupported_media_type`, `too_large`, `bad_request`
 */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  const kind = type.split(";")[0]?.trim().toLowerCase();
  const form: Record<string, string> = Object.create(null);
  if (kind !== undefined && kind !== "" && kind !== "application/x-www-form-urlencoded" && kind !== "multipart/form-data") {
    throw new AppError("unsupported_media_type");
  }
  const text = await readBody(request, MAX_BODY_BYTES);
  if (kind !== "multipart/form-data" && !(text.match(ESCAPES) ?? []).every(isText)) throw new AppError("bad_request");
  for (const [name, value] of kind === "multipart/form-data" ? await multipart(text, type) : new URLSearchParams(text)) {
    if (typeof value !== "string" || name in form) throw new AppError("bad_request");
    form[name] = value;
  }
  return form;
}

const ESCAPES = /(?:%[\da-f]{2})+/gi;

function isText(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}

async function multipart(text: string, type: string): Promise<FormData> {
  try {
    return await new Response(text, { headers: { "content-type": type } }).formData();
  } catch (error) {
    throw new AppError("bad_request", { cause: error });
  }
}
