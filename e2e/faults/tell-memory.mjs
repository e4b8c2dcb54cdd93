// Loaded before an instance that is watched for long: at each SIGUSR2 it drops what nobody holds any more, and says how much it still holds.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
let looks = 0;
process.on("SIGUSR2", () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  console.error(`look ${++looks}: ${heapUsed + external} bytes`);
});
