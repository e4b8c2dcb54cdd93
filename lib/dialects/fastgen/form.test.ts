import { describe, expect, test } from "vitest";
import { email, newPassword, readForm } from "./form";

const site = (letter_and_digit: boolean) => ({ site: { dialects: { fastgen: { letter_and_digit } } } }) as never;

describe("a new password", () => {
  test.each([
    ["short1", "Password must contain at least 8 characters, including a number"],
    [`${"long".repeat(25)}1`, "Password's length must be lesser than 100 characters"],
    ["1234567890", "Password must contain at least one alphabet"],
    ["correct horse", "Password must contain at least one number"],
    ["correct h0rse", null],
    ["correct h0rse\0", "Password contains characters that are not allowed"],
  ])("%j, where it needs a letter and a digit: %j", (password, problem) => {
    expect(newPassword(site(true))(password)).toBe(problem);
  });

  test.each([
    ["short1", "Password is too short"],
    ["correct horse", null],
    ["long".repeat(25), null],
    ["long".repeat(65), "Password is too long"],
  ])("%j, where it does not: %j", (password, problem) => {
    expect(newPassword(site(false))(password)).toBe(problem);
  });
});

describe("a form", () => {
  const read = (formFields: unknown) => readForm({ formFields }, { email, password: newPassword(site(false)) });
  const field = (id: string, value: unknown) => ({ id, value });

  test("is read field by field; only the address is trimmed, and the first of two counts", () => {
    expect(read([field("password", " correct horse "), field("email", " Jane@Example.com ")])).toEqual({
      email: "Jane@Example.com",
      password: " correct horse ",
    });
    expect(() => read([field("email", "a@b.example"), field("email", "c@d.example")])).toThrow("Validation failed");
  });

  test.each([
    [undefined, "formFields is missing"],
    [{}, "formFields must be an array"],
    [[null], "Each of the formFields must be an object"],
    [[{ id: 1, value: "" }], "Each of the formFields must have an id and a value"],
    [[{ id: "email" }], "Each of the formFields must have an id and a value"],
    [[field("email", 1)], "The value of each of the formFields must be a text"],
    [[field("a", ""), field("b", ""), field("c", "")], "formFields has more fields than this form"],
  ])("%j is none", (formFields, message) => {
    expect(() => read(formFields)).toThrow(expect.objectContaining({ code: "bad_request", issues: [{ path: "", message }] }));
  });
});
