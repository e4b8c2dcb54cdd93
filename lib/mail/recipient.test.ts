import { describe, expect, test } from "vitest";
import { bareRecipient } from "@/lib/mail/recipient";
import { isMailRefused } from "@/lib/mail/transports/transport";

const refusal = (to: string) => {
  try {
    return bareRecipient(to);
  } catch (error) {
    return error;
  }
};

describe("bareRecipient", () => {
  test.each(["jane@example.com", "Jane.Doe+news@example.com", "jane@xn--mnchen-3ya.de"])("lets %j pass", (to) =>
    expect(bareRecipient(to)).toBe(to),
  );

  test.each([
    "",
    "jane",
    "jane@example.com\r\nBcc: eve@evil.example",
    "jane@example.com\n",
    " jane@example.com",
    "jane@example.com,eve@evil.example",
    "jane@example.com eve@evil.example",
    "Jane <jane@example.com>",
    "<jane@example.com>",
    '"eve@evil.example" <jane@example.com>',
    "jane@Example.com",
    "jane@münchen.de",
    "jane@example.com.",
    "jane@example.com\0",
  ])("refuses %j for good, without quoting it", (to) => {
    const error = refusal(to);
    expect(isMailRefused(error)).toBe(true);
    expect(String(error)).toBe("MailRefused: The recipient is not one bare address");
  });
});
