import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clientIp } from "./client-ip";

const of = (address: string) => clientIp(new Request("http://signin.localhost/", { headers: { "x-signin-client-ip": address } }));

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8::/64"],
  ["2001:0DB8:0000:0000:0:0:0:6", "2001:db8::/64"],
  ["2001:db8:0:5::6", "2001:db8:0:5::/64"],
  ["::1", "::1"],
  ["::2", "::/64"],
  ["::", "::/64"],
])("%s counts as %s", (address, wanted) => {
  expect(of(address)).toBe(wanted);
});

test("nobody said: one budget for all of them", () => {
  expect(clientIp(new Request("http://signin.localhost/"))).toBe("unknown");
});

test("two addresses of one /64 are one, however they are written; of two they are two", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 12, maxLength: 12 }), (parts) => {
      const hex = parts.map((part) => part.toString(16));
      const prefix = hex.slice(0, 4).join(":");
      const [one, two] = [`${prefix}:${hex.slice(4, 8).join(":")}`, `${prefix}:${hex.slice(8).join(":")}`];
      const short = new URL(`http://[${one}]`).hostname.slice(1, -1);
      expect(isIPv6(one) && isIPv6(short)).toBe(true);
      expect(of(two)).toBe(of(one));
      expect(of(short)).toBe(of(one));
      const neighbour = `${hex.slice(0, 3).join(":")}:${((parts[3] ?? 0) ^ 1).toString(16)}:${hex.slice(4, 8).join(":")}`;
      expect(of(neighbour)).not.toBe(of(one));
    }),
  );
});
