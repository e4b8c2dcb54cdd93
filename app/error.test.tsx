import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import Failed from "./error";
import EverythingFailed from "./global-error";

const failed = { error: {}, reset: () => undefined };

test("a page that failed says so, can be tried again and left, and names the fault as the log does", () => {
  const html = renderToStaticMarkup(<Failed {...failed} />);
  expect(html).toMatch(/<h1[^>]*>Something went wrong on our side<\/h1>/);
  expect(html).toMatch(/<button type="button"[^>]*>Try again<\/button>/);
  expect(html).toMatch(/<a href="\/"[^>]*>To the start page<\/a>/);
  expect(html).not.toContain("Reference");
  expect(renderToStaticMarkup(<Failed {...failed} error={{ digest: "1234567890" }} />)).toContain("Reference 1234567890");
});

test("also where the outermost layout failed, in a document of its own", () => {
  const html = renderToStaticMarkup(<EverythingFailed {...failed} />);
  expect(html).toMatch(/^<html lang="en"><head>.*<title>[^<]+<\/title>.*<\/head><body><main/);
  expect(html).toContain(renderToStaticMarkup(<Failed {...failed} />));
});
