import { pino } from "pino";

/**
 * Structured log, one JSON object a line on standard error.
 *
 * `setEnv` sets the level. SECURITY: log ids and codes, never a body, a header or a query. `redact` is the second net for the names that carry
 * secrets.
 */
export const log = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "password",
        "token",
        "code",
        "authorization",
        "cookie",
        "secret",
        "*.password",
        "*.token",
        "*.code",
        "*.authorization",
        "*.cookie",
        "*.secret",
      ],
      censor: "[redacted]",
    },
  },
  pino.destination({ dest: 2, sync: true }),
);
