import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/kernel/errors";
import { readForm } from "./read-form";

const URLENCODED = "application/x-www-form-urlencoded";

function posted(body: string | Uint8Array<ArrayBuffer> | ReadableStream | null, type?: string): Request {
  const headers = new Headers(type === undefined ? {} : { "content-type": type });
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return new Request("http://signin.localhost/", { method: "POST", body: bytes, headers, ...{ duplex: "half" } });
}

const refusal = (request: Request) =>
  readForm(request).then(
    () => "no refusal",
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

test("every form that a browser can send comes back as it was typed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })), async (fields) => {
      const form = await readForm(posted(new URLSearchParams(Object.entries(fields)).toString(), URLENCODED));
      expect(Object.entries(form)).toEqual(Object.entries(fields));
    }),
  );
});

test("multipart as FormData writes it", async () => {
  const data = new FormData();
  data.set("email", "jané@example.com");
  data.set("password", 'a "quoted"\r\npass=word&x');
  const sent = new Response(data);
  const form = await readForm(posted(new Uint8Array(await sent.arrayBuffer()), sent.headers.get("content-type") ?? ""));
  expect({ ...form }).toEqual({ email: "jané@example.com", password: 'a "quoted"\r\npass=word&x' });
});

test.each([
  ["no content type", "a=1&b=2", undefined, { a: "1", b: "2" }],
  ["an empty content type", "a=1", "", { a: "1" }],
  ["no body", null, undefined, {}],
  ["no body but a type", null, URLENCODED, {}],
  ["an empty body", "", URLENCODED, {}],
  ["plus and percent", "a=x+y%20z%2B", URLENCODED, { a: "x y z+" }],
  ["a name without a value", "a&b=", URLENCODED, { a: "", b: "" }],
  ["names that objects have", "__proto__=x&constructor=y", URLENCODED, { ["__proto__"]: "x", constructor: "y" }],
  ["NUL, and a percent sign that begins nothing", "a=%00%zz%", URLENCODED, { a: "\0%zz%" }],
  ["letters of every length", "a=x%C3%BC%E2%9C%93%F0%9F%8E%89%EF%BF%BD", URLENCODED, { a: "xü✓🎉\ufffd" }],
])("%s", async (_, body, type, wanted) => {
  const form = await readForm(posted(body, type));
  expect(Object.entries(form)).toEqual(Object.entries(wanted));
  expect(Object.getPrototypeOf(form)).toBeNull();
});

describe("refused", () => {
  test.each([
    ["a field twice", "a=1&a=1", URLENCODED, "bad_request"],
    ["a field and its encoded twin", "a=1&%61=2", URLENCODED, "bad_request"],
    ["__proto__ twice", "__proto__=1&__proto__=2", URLENCODED, "bad_request"],
    ["bytes that are no UTF-8", new Uint8Array([0x61, 0x3d, 0xff, 0xfe]), URLENCODED, "bad_request"],
    ["a byte-order mark", "\ufeffa=1", URLENCODED, "bad_request"],
    ["an escaped byte that is no UTF-8", "a=%ff", URLENCODED, "bad_request"],
    ["an escaped half of a character", "a=%ED%A0%80", URLENCODED, "bad_request"],
    ["a character that is cut in the middle", "a=%C3x%BC", URLENCODED, "bad_request"],
    ["an overlong form", "a=%C0%80", URLENCODED, "bad_request"],
    ["JSON", "{}", "application/json", "unsupported_media_type"],
    ["text", "a=1", "text/plain", "unsupported_media_type"],
    ["two types in one header", "a=1", `${URLENCODED}, text/plain`, "unsupported_media_type"],
    ["multipart without a boundary", "x", "multipart/form-data", "bad_request"],
    [
      "multipart that ends in the middle",
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1',
      "multipart/form-data; boundary=x",
      "bad_request",
    ],
    [
      "multipart with a field twice",
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n2\r\n--x--\r\n',
      "multipart/form-data; boundary=x",
      "bad_request",
    ],
  ])("%s", async (_, body, type, code) => {
    expect(await refusal(posted(body, type))).toBe(code);
  });

  test("more than 64 kB, also when nobody said so before", async () => {
    expect(await refusal(posted("a".repeat(65_537), URLENCODED))).toBe("too_large");
    expect(await refusal(posted("a".repeat(65_536), URLENCODED))).toBe("no refusal");
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(97));
      },
    });
    expect(await refusal(posted(endless, URLENCODED))).toBe("too_large");
    expect(pulled).toBeLessThan(10);
  });

  test("a body that breaks off", async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("a=1"));
      },
      pull(controller) {
        controller.error(new Error("socket hang up"));
      },
    });
    expect(await refusal(posted(broken, URLENCODED))).toBe("bad_request");
  });
});
