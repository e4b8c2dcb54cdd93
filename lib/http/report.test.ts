import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { newToken, TOKEN_PREFIXES } from "@/lib/kernel/secrets";
import { report } from "./report";

afterEach(() => vi.restoreAllMocks());

test("a line about a failed request names no token that stands in its path", () => {
  const lines: unknown[] = [];
  vi.spyOn(log, "error").mockImplementation((...words: unknown[]) => void lines.push(words));
  const tokens = [...TOKEN_PREFIXES.map((prefix) => newToken(prefix)), `rft_${"A".repeat(64)}`];
  for (const token of tokens) {
    report(
      new AppError("internal", { cause: new Error("failed") }),
      new Request(`https://signin.example/api/x/${token}/mark_used?token=${token}`),
    );
  }
  expect(lines).toHaveLength(tokens.length);
  expect(tokens.filter((token) => JSON.stringify(lines).includes(token.slice(4)))).toEqual([]);
  expect(lines[0]).toMatchObject([{ path: expect.stringMatching(/^\/api\/x\/\w{3}_…\/mark_used$/) }, "request failed"]);
});

test("a refusal is the product at work, and no line", () => {
  const said = [vi.spyOn(log, "error"), vi.spyOn(log, "warn")];
  for (const code of ["not_found", "too_many_attempts", "unavailable"] as const)
    report(new AppError(code), new Request("https://signin.example/"));
  for (const spy of said) expect(spy).not.toHaveBeenCalled();
});
