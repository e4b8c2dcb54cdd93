import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import Failed from "./error";
import EverythingFailed from "./global-error";

test("a page that failed says so and can be tried again", () => {
  const html = renderToStaticMarkup(<Failed reset={() => undefined} />);
  expect(html).toContain("Something went wrong on our side");
  expect(html).toMatch(/<button type="button"[^>]*>Try again<\/button>/);
});

test("also where the outermost layout failed, in a document of its own", () => {
  const html = renderToStaticMarkup(<EverythingFailed reset={() => undefined} />);
  expect(html).toMatch(/^<html lang="en"><head>.*<title>[^<]+<\/title>.*<\/head><body><main/);
  expect(html).toContain(renderToStaticMarkup(<Failed reset={() => undefined} />));
});
