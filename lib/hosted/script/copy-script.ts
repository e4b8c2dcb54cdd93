import { dense } from "./dense";

/** Copies a value that is shown once, and selects it when its field is entered. Without JavaScript it is copied by hand. */
export const COPY_SCRIPT = dense(`
  for (const b of document.querySelectorAll(".copy")) {
    const id = b.dataset.from, field = document.getElementById(id);
    b.hidden = false;
    field.addEventListener("focus", () => field.select());
    b.addEventListener("click", async () => {
      field.select();
      if (await navigator.clipboard?.writeText(field.value).then(() => 1, () => 0) || document.execCommand("copy"))
        document.getElementById(id + "-copied").textContent = "Copied";
    });
  }
`);
