import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { fieldIssues, fieldLabel } from "@/lib/kernel/fields";
import { jsonFaultAt } from "@/lib/kernel/json-fault";
import { readBody } from "./read-body";

/**
 * The text of a JSON body for a shape. One that says to be something else is none where the shape is optional: clients that have
 * nothing to say send empty forms and the like.
 *
 * @throws AppError `bad_request` when it says to be something else; `too_large`
 */
export async function readJsonText(request: Request, shape: z.ZodType, maxBytes?: number): Promise<string> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const isJson = type === "application/json";
  if (!isJson && isOptional(shape)) return "";
  const text = await readBody(request, maxBytes);
  if (text === "" || isJson) return text;
  throw new AppError("bad_request", { issues: [{ path: "", message: "Content type must be application/json" }] });
}

/**
 * A JSON body in its declared shape. None at all is one where the shape is optional, and so is what clients make of nothing:
 * `null` (axios) and `[]` (PHP).
 *
 * @throws AppError `bad_request` for what is not JSON or lacks its wrapper; `invalid` for wrong types and unknown keys
 */
export function readJson<Shape extends z.ZodType>(text: string, shape: Shape): z.output<Shape> {
  const value = ["", "null", "[]"].includes(text) && isOptional(shape) ? undefined : parseJson(text);
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const wrapper = result.error.issues.find(({ path, code }) => path.length <= 1 && code === "invalid_type" && isMissingObject(value, path));
  if (wrapper) throw new AppError("bad_request", { issues: [{ path: "", message: wrapperMessage(wrapper.path) }] });
  throw new AppError("invalid", { issues: bodyIssues(result.error) });
}

/** Whether a body of a shape may be left out. */
export const isOptional = (shape: z.ZodType): boolean => shape.safeParse(undefined).success;

/**
 * What a JSON text says.
 *
 * SECURITY: an object that says a name twice is refused, so no two readers of one body can disagree. In valid JSON a text
 * before a colon is a name and nothing else is; there are as many of them as the value has names, unless one is said twice.
 *
 * @throws AppError `bad_json`, `bad_request`
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("bad_json", { at: jsonFaultAt(text) });
  }
  let said = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) said += colon ? 1 : 0;
  if (said !== countNames(value)) throw new AppError("bad_request", { issues: [{ path: "", message: "The body names a field twice" }] });
  return value;
}

/** All names in a value, at any depth. Without recursion: the depth is the caller's choice. */
function countNames(value: unknown): number {
  const parts = [value];
  let names = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (typeof part !== "object" || part === null) continue;
    const inner = Object.values(part);
    if (!Array.isArray(part)) names += inner.length;
    for (const value of inner) parts.push(value);
  }
  return names;
}

/** True when the body itself, or the object that a whole resource is wrapped in, is not there. */
function isMissingObject(value: unknown, path: PropertyKey[]): boolean {
  if (path.length === 0) return true;
  const part = (value as Record<PropertyKey, unknown>)[path[0] as PropertyKey];
  return ["site", "site_user", "export"].includes(String(path[0])) && (typeof part !== "object" || part === null || Array.isArray(part));
}

const wrapperMessage = (path: PropertyKey[]) =>
  path.length === 0 ? "The body must be a JSON object" : `The body must have an object "${String(path[0])}"`;

function bodyIssues(error: z.ZodError) {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: key, message: `${fieldLabel(key)} is not a known field` }))
      : fieldIssues(new z.ZodError([issue])),
  );
}
