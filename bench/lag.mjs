// Loaded into the product's process with `node --import`: event-loop lag, told on SIGUSR2 as one line of JSON on standard error, then counted anew.
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on("SIGUSR2", () => {
  const ms = (ns) => Math.round(ns / 1e4) / 100;
  // The histogram counts the timer's own period too; what is over it is lag.
  const lag = { p50: ms(delay.percentile(50)) - 5, p99: ms(delay.percentile(99)) - 5, max: ms(delay.max) - 5 };
  console.error(`event-loop-lag ${JSON.stringify(lag)}`);
  delay.reset();
});
