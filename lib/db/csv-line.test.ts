import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_TIMES_LONGER, writeCsvLine } from "./csv-line";

function written(line: string, times: readonly boolean[] = []): string {
  const bytes = Buffer.from(`${line}\n`);
  const into = Buffer.alloc(bytes.length * MOST_TIMES_LONGER + 1, "_");
  const end = writeCsvLine(bytes, into, 1, times);
  expect([into[0], into[end]]).toEqual([95, 95]);
  return into.toString("utf8", 1, end);
}

const [yes, no] = [true, false];

test.each<[line: string, written: string]>([
  ["", "\r\n"],
  ["1,,x", "1,,x\r\n"],
  ['"plain",""', '"plain",""\r\n'],
  ['"=1+1"', '"\'=1+1"\r\n'],
  ['"a=1","+1","-1","@x"', '"a=1","\'+1","\'-1","\'@x"\r\n'],
  ['"\tx","\rx","\nx"', '"\'\tx","\'\rx","\'\nx"\r\n'],
  ['"""=1+1"""', '"""=1+1"""\r\n'],
  ['"a"",""=1","=""x"""', '"a"",""=1","\'=""x"""\r\n'],
  ['"＝1","＋1","－1","＠x","、x"', '"\'＝1","\'＋1","\'－1","\'＠x","、x"\r\n'],
  ['"two\nlines, both\r\n"', '"two\nlines, both\r\n"\r\n'],
  ['"a b 12:00+00"', '"a b 12:00+00"\r\n'],
])("%j is written as %j", (line, expected) => {
  expect(written(line)).toBe(expected);
});

test("times of the columns that have them, and of no other, are as JSON has them", () => {
  const time = '"2026-11-22 10:30:05.15+00"';
  const iso = '"2026-11-22T10:30:05.15+00:00"';
  expect(written(`${time},${time},"a, ""b""",${time}`, [no, yes, no, yes])).toBe(`${time},${iso},"a, ""b""",${iso}\r\n`);
  expect(written(`,,${time}`, [yes, yes, yes])).toBe(`,,${iso}\r\n`);
  expect(written("first at,second at", [yes, yes])).toBe("first at,second at\r\n");
  expect(written('"",""', [yes, yes])).toBe('":00",":00"\r\n');
});

test("a parser reads back what was written, with an apostrophe where a formula would begin", () => {
  const text = fc.string({ unit: fc.constantFrom(..."=+-@＝＠\t\r\n\"',;ab 1é🎉"), maxLength: 12 });
  const moment = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.oneof(text, moment), { minLength: 1, maxLength: 6 }), (values) => {
      const times = values.map((value) => value instanceof Date);
      const line = values.map((value) => quoted(value instanceof Date ? value.toISOString().replace("T", " ").replace("Z", "+00") : value));
      const [found] = parse(written(line.join(","), times), { record_delimiter: "\r\n" }) as string[][];
      const expected = values.map((value) =>
        value instanceof Date ? value.toISOString().replace("Z", "+00:00") : value.replace(/^[=+@＝＠\t\r\n-]/, "'$&"),
      );
      expect(found).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
