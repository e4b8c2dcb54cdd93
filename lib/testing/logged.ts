import { pino } from "pino";
import { log } from "@/lib/kernel/log";

type Stream = { write(line: string): void };

/** What the work has the log say at a level, as it would be written, line by line. */
export async function logged(level: string, work: () => Promise<unknown>): Promise<string[]> {
  const stream = (log as unknown as Record<symbol, Stream>)[pino.symbols.streamSym] as Stream;
  const { write } = stream;
  const before = log.level;
  let text = "";
  stream.write = (line) => {
    text += line;
  };
  log.level = level;
  try {
    await work();
  } finally {
    log.level = before;
    stream.write = write;
  }
  return text.split("\n").filter(Boolean);
}
