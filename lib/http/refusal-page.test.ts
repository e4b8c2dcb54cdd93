import { expect, test } from "vitest";
import { AppError, ERRORS, type ErrorCode } from "@/lib/kernel/errors";
import { refusalPage } from "./refusal-page";

test.each(Object.keys(ERRORS) as ErrorCode[])("%s says whose fault it was", async (code) => {
  const answer = await refusalPage(new AppError(code), new Request("http://signin.localhost/"));
  expect(answer.status).toBe(ERRORS[code].status);
  expect((await answer.text()).includes("Something went wrong on our side")).toBe(code === "internal");
});
