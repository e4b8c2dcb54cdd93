/** Says on standard error what is being done. Standard output is for whoever reads the result of a command. */
export function say(text) {
  process.stderr.write(`  ${text}\n`);
}
