import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { ATTRIBUTES, CLASSES, DETAIL, METHODS } from "./reference";

test("the widget knows every name that the documentation promises", async () => {
  const { site } = await makeTenant();
  const script = await (await call("GET", `/${site.slug}/embed.js`)).text();
  const names = [
    ...ATTRIBUTES.flatMap(([name]) => name.replaceAll('"', "").split("=")),
    ...CLASSES.map(([name]) => name),
    ...METHODS.map(([name]) => name.replace(/^SigninFast\.|\(\)$/g, "")),
    ...DETAIL.map(([name]) => name),
    "SigninFast",
    "signinFastAuth",
  ];
  const missing = (text: string) => names.filter((name) => !text.includes(name));
  expect(missing(script)).toEqual([]);
  expect(missing(script.replaceAll("openModalToSignup", "x"))).toEqual(["openModalToSignup"]);
});
