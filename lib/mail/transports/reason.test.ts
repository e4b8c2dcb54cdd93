import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reason } from "@/lib/mail/transports/reason";

describe("reason", () => {
  test("keeps what helps to mend it", () => {
    expect(reason("535 5.7.8 Authentication credentials invalid")).toBe("535 5.7.8 Authentication credentials invalid");
    expect(reason("The example.com domain is not verified.")).toBe("The example.com domain is not verified.");
  });

  test("leaves out addresses, links, tokens and codes", () => {
    const token = "vfy_Zk3n8Qw1pLx7Vt2Rb9Yc4Hd6Jm0Sa5Fg_Ue";
    expect(reason(`550 <jane@example.com>: rejected, see https://a.example/?token=${token} or ${token}; code 482913`)).toBe(
      "550 … rejected, see … or … code …",
    );
  });

  test("is one short line whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3000 }), (text) => {
        expect(reason(text).length).toBeLessThanOrEqual(200);
        expect(reason(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}@]/u);
      }),
    );
  });
});
