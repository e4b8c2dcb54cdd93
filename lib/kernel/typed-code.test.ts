import { expect, test } from "vitest";
import { typedCode } from "./typed-code";

test.each(["0123456789", " 01234-56789 ", "01234\u00a056789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴ ۵۶۷۸۹", "０１２３４５６７８９"])(
  "%s is the ten digits",
  (typed) => {
    expect(typedCode(typed)).toBe("0123456789");
  },
);

test.each(["abcde", "१२३", "²³", "½", "12.5"])("%s stays what it is: no code is made of it", (typed) => {
  expect(typedCode(typed)).toBe(typed);
});
