import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { allowLoopback, startHook } from "@/lib/testing/hook";
import { addressKind } from "./address-kind";
import { dial } from "./dial";
import { outgoingUrlProblem } from "./outgoing-url";

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
});
afterAll(() => hook.stop());
afterEach(() => allowLoopback(false));

/** Hosts that no URL of a customer may name, in the notations that hide it. */
const HOSTS = [
  // this machine
  "localhost",
  "LOCALHOST",
  "localhost.",
  "localhost..",
  "hook.localhost",
  "hook.localhost.",
  "%6c%6f%63%61%6c%68%6f%73%74",
  "ｌｏｃａｌｈｏｓｔ",
  "loc\u00adalhost",
  "localhost%2e",
  "localhost。",
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.127.127.127",
  "127.255.255.254",
  "2130706433",
  "017700000001",
  "0x7f000001",
  "0x7f.1",
  "0x7f.0.0.0x1",
  "0177.0.0.01",
  "0177.0x0.0.1",
  "00000177.0.0.1",
  "127。0。0。1",
  "１２７.０.０.１",
  "①②⑦.⓪.⓪.①",
  "%31%32%37.0.0.1",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "[::ffff:127.0.0.1]",
  "[::FFFF:7F00:1]",
  "[::ffff:0:127.0.0.1]",
  "[::127.0.0.1]",
  // everything here
  "0",
  "0.0.0.0",
  "00000000000",
  "0x0",
  "0.1",
  "[::]",
  "[::ffff:0.0.0.0]",
  // private
  "10.0.0.1",
  "10.1",
  "167772161",
  "0xa.0.0.1",
  "012.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.257",
  "3232235521",
  "0xc0a80001",
  "[::ffff:10.0.0.1]",
  "[::ffff:c0a8:1]",
  "[fc00::1]",
  "[fd00::1]",
  "[fdff:ffff::1]",
  "[fec0::1]",
  // link-local, and what clouds keep there
  "169.254.0.1",
  "169.254.169.254",
  "169.254.170.2",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "169.254.43518",
  "[::ffff:169.254.169.254]",
  "[::ffff:a9fe:a9fe]",
  "[fe80::1]",
  "[fe80::a9fe:a9fe]",
  "[fd00:ec2::254]",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "metadata.google.internal",
  "metadata.google.internal.",
  "metadata",
  // shared, test, documentation, multicast, reserved
  "100.64.0.1",
  "100.127.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "4294967295",
  "[ff02::1]",
  "[ff0e::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[100::1]",
  "[2001:2::1]",
  "[2001:10::1]",
  "[5f00::1]",
  // IPv4 inside IPv6
  "[64:ff9b::7f00:1]",
  "[64:ff9b::10.0.0.1]",
  "[64:ff9b:1::a9fe:a9fe]",
  "[2002:7f00:1::]",
  "[2002:a00:1::1]",
  "[2002:a9fe:a9fe::]",
  "[2001:0:7f00:1::]",
  "[2001::f5ff:fffe]",
  "[::10.0.0.1]",
  // public, but numbers
  "93.184.215.14",
  "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]",
  // names of a network of one's own
  "intranet",
  "db",
  "printer.local",
  "router.home.arpa",
  "vault.service.internal",
  "hidden.onion",
  "shop.example.",
  "shop..example",
  "-.example",
  "shop.123",
];

const WHOLE_URLS = [
  "",
  " ",
  "shop.example",
  "//shop.example/",
  "https:",
  "https://",
  "https:shop.example",
  "https:/shop.example",
  "https:\\\\shop.example\\",
  "https://shop.example\\@127.0.0.1/",
  "http://shop.example/",
  "HTTP://shop.example/",
  "ftp://shop.example/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:70/_",
  "javascript:alert(1)",
  "data:text/plain,x",
  "ws://shop.example/",
  "https://user@shop.example/",
  "https://user:password@shop.example/",
  "https://@shop.example/",
  "https://shop.example@127.0.0.1/",
  "https://127.0.0.1#@shop.example/",
  "https://127.0.0.1?@shop.example/",
  "https://shop.example:22/",
  "https://shop.example:25/",
  "https://shop.example:80/",
  "https://shop.example:0/",
  "https://shop.example:1023/",
  "https://shop.example:65536/",
  "https://shop.example:-1/",
  "https://shop.example:x/",
  "https://shop.example/\r\nX-Injected: 1",
  "https://shop.example/a b",
  "https://shop.exa\tmple/",
  "https://shop.example/\u202e",
  "https://shop .example/",
  "https://*.example/",
  "https://shop.example;x/",
  `https://shop.example/${"x".repeat(2_048)}`,
];

const urls = () => [
  ...HOSTS.flatMap((host) => [`https://${host}:${hook.port}/`, `http://${host}:${hook.port}/`]),
  ...WHOLE_URLS,
  `https://shop.example:${hook.port}@localhost:${hook.port}/`,
  `https://localhost:${hook.port}#.shop.example`,
];
const toLoopback = async () => ["127.0.0.1", "::1"];

describe("an address that must not be called", () => {
  test("is refused when it is saved", () => {
    expect(urls().filter((url) => outgoingUrlProblem(url) === null)).toEqual([]);
    expect(new Set(urls()).size).toBeGreaterThan(240);
  });

  test("is refused when it is called, and nobody is connected to, whatever its name leads to", async () => {
    const outcomes = await Promise.all(urls().map((url) => dial({ url, method: "POST", body: "{}" }, { resolve: toLoopback })));
    expect(outcomes.filter((outcome) => outcome.kind !== "failed" || outcome.reason !== "address_refused")).toEqual([]);
    expect(hook.connections).toEqual([]);
  });

  test("the same list does connect where the setting lets it", async () => {
    allowLoopback();
    await Promise.all(urls().map((url) => dial({ url, method: "POST", body: "{}" }, { resolve: toLoopback })));
    expect(hook.connections.length).toBeGreaterThan(20);
    hook.connections.length = 0;
  });

  test.each([
    ["http://shop.example/", "must start with https:// (http:// works on localhost only)"],
    ["http://localhost/", "must start with https://"],
    ["https://10.0.0.1/", "must name a public host, and not by its IP address"],
    ["https://shop.example:25/", "must be on port 443, or on one from 1024 up"],
    ["https://me@shop.example/", "must not contain a user name or password"],
  ])("%s: %s", (url, problem) => expect(outgoingUrlProblem(url)).toBe(problem));

  test.each([
    "https://shop.example",
    "https://shop.example/users/sign-up?from=signin#x",
    "https://shop.example:443/",
    "https://api.shop.example:8443/",
    "https://xn--mller-kva.example/",
    "https://müller.example/",
    "https://a_b.shop.example/",
  ])("%s may be saved", (url) => expect(outgoingUrlProblem(url)).toBeNull());
});

/** Where a name of the customer's may lead, and must not. */
const ADDRESSES = HOSTS.flatMap((host) => {
  const bare = /^(?:\[(.*)\]|([\d.]+))$/.exec(host);
  return bare ? [bare[1] ?? bare[2] ?? ""] : [];
}).filter((address) => address !== "93.184.215.14" && !address.startsWith("2606:"));

describe("a name that leads where nobody may go", () => {
  test.each(ADDRESSES)("%s", async (address) => {
    const call = { url: `https://hook.example:${hook.port}/`, method: "GET" } as const;
    const refused = { kind: "failed", reason: "address_refused", code: null };
    expect(await dial(call, { resolve: async () => [address] })).toEqual(refused);
    expect(await dial(call, { resolve: async () => ["93.184.215.14", address] })).toEqual(refused);
    expect(hook.connections).toEqual([]);
  });

  test("also a name of the internet that leads to this machine, where the setting lets names of this machine through", async () => {
    allowLoopback();
    const call = { url: `https://hook.example:${hook.port}/`, method: "GET" } as const;
    expect(await dial(call, { resolve: toLoopback })).toMatchObject({ reason: "address_refused" });
    expect(hook.connections).toEqual([]);
  });

  test("what is public is known as such", () => {
    for (const address of ["93.184.215.14", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1"]) {
      expect([address, addressKind(address)]).toEqual([address, "public"]);
    }
    for (const address of ["127.0.0.1", "127.9.9.9", "::1"]) expect([address, addressKind(address)]).toEqual([address, "loopback"]);
  });
});
