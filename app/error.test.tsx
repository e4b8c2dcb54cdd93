import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import Failed from "./error";

test("a page that failed says so and can be tried again", () => {
  const html = renderToStaticMarkup(<Failed reset={() => undefined} />);
  expect(html).toContain("Something went wrong on our side");
  expect(html).toMatch(/<button type="button"[^>]*>Try again<\/button>/);
});
