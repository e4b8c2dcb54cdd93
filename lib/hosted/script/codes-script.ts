import { dense } from "./dense";

/** What recovery codes gain where JavaScript runs: they can be downloaded, copied and printed. */
export const CODES_SCRIPT = dense(`
  const save = (file, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file]));
    link.download = name;
    link.click();
  };
  for (const b of all(".tools button")) {
    const { file, name, copy, done } = b.dataset;
    on(b, "click", () => file ? save(file, name) : copy ? navigator.clipboard.writeText(copy).then(() => b.textContent = done) : print());
  }
`);
