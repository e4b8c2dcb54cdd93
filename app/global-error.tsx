"use client";

import Failed, { type FailedProps } from "./error";
import "./theme.css";

/** What stands in the place of everything when the outermost layout failed: it brings its own document. */
export default function EverythingFailed(props: FailedProps) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Signin Fast</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
      </head>
      <body>
        <Failed {...props} />
      </body>
    </html>
  );
}
