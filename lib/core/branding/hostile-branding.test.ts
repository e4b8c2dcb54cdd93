import { expect, test } from "vitest";
import { brandFrom } from "@/lib/hosted/brand";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { expectRefusals } from "@/lib/testing/unchanged";
import { brandingOf, USUAL } from "./branding";

const CSS = [
  "red",
  "#12345",
  "#1234567",
  "#ggg000",
  " #123456",
  "#123456 ",
  "#123456\n",
  "#123456;",
  "#123456}*{display:none}",
  "#123456;background:url(https://evil.example)",
  "#123456</style><script>alert(1)</script>",
  "url(https://evil.example/x)",
  "url('data:image/svg+xml,<svg onload=alert(1)>')",
  "expression(alert(1))",
  "@import 'https://evil.example/x.css'",
  "var(--ink)",
  "attr(value)",
  "image-set('x.png' 1x)",
  "-moz-binding:url(x)",
  "javascript:alert(1)",
  "\\23 123456",
  "#12\u202e3456",
  "＃123456",
  "#１２３４５６",
  "rgb(1,2,3)",
  "color-mix(in srgb, red, blue)",
  "/**/#123456",
  "#123456/**/",
  "transparent;}input[value^=a]{background:url(//evil.example/a)}",
  "<svg/onload=alert(1)>",
];
const LOGOS = [
  "https://evil.example/logo.svg",
  "data:image/svg+xml;base64,PHN2Zz4=",
  "../../../etc/passwd",
  "javascript:alert(1)",
  "x".repeat(43),
  `?v=${"x".repeat(43)}`,
  `"><img src=x onerror=alert(1)>`,
  `${"x".repeat(43)}"`,
  "",
];
const OTHERS: unknown[] = [1, true, [], {}, ["#123456"], { toString: "#123456" }];
const hostile: object[] = [
  ...CSS.flatMap((text) => [{ accent: text }, { background: text }]),
  ...OTHERS.flatMap((value) => [{ accent: value }, { font: value }, { logo: value }]),
  ...["9px", "0;}", "calc(1px)", "large ", "__proto__", "constructor", null].map((radius) => ({ radius })),
  ...["Comic Sans", "serif;}", "system\\", "toString", "'a',serif", null].map((font) => ({ font })),
  ...["black", "dark}", "valueOf", null].map((appearance) => ({ appearance })),
  ...LOGOS.flatMap((logo) => [{ logo }, { dark_logo: logo }]),
  ...[null, [], "x", { xx: {} }, { en: "Welcome" }, { en: { html: "<b>" } }, { en: { sign_in_title: 1 } }].map((texts) => ({ texts })),
  { texts: { en: { sign_in_title: "x".repeat(81) } } },
  { texts: { en: { footer_note: "a\u202eb" } } },
  { texts: { de: { sign_in_lead: "a\0b" } } },
  JSON.parse('{"texts":{"__proto__":{"footer_note":"x"}}}'),
  { css: "*{}" },
  { html: "<b>" },
  { svg: "<svg/>" },
  JSON.parse('{"__proto__":{"accent":"#123456"}}'),
  { constructor: { prototype: { polluted: true } } },
];

test("no hostile value is taken, and none changes anything", async () => {
  expect(hostile.length).toBeGreaterThan(60);
  const tenant = await makeTenant();
  const refusal = { status: 422, body: { error: "Validation failed", messages: [expect.any(String)] } };
  await expectRefusals(
    hostile.map((branding) => [branding, refusal] as const),
    (branding) => answer(call("PATCH", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken, json: { site: { branding } } })),
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.hasOwn(Object.prototype, "accent")).toBe(false);
});

test("even where one is stored, nothing of it reaches a page", async () => {
  for (const given of hostile) {
    const read = brandingOf(given);
    expect(read).toEqual(USUAL);
    expect(brandFrom(read)).toEqual(brandFrom(USUAL));
  }
  const { site } = await makeTenant();
  const evil = "#123456}</style><script>alert(1)</script>";
  await sql("UPDATE sites SET branding = $2 WHERE id = $1", [site.id, JSON.stringify({ accent: evil })]);
  const page = await call("GET", `/${site.slug}/login`);
  expect({ status: page.status, evil: (await page.text()).includes("alert(1)") }).toEqual({ status: 200, evil: false });
});
