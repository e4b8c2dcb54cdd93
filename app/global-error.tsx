"use client";

import Failed from "./error";
import "./theme.css";

/** What stands in the place of everything when the outermost layout failed: it brings its own document. */
export default function EverythingFailed({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Signin Fast</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
      </head>
      <body>
        <Failed reset={reset} />
      </body>
    </html>
  );
}
