import { dense } from "./dense";

/** Copies a value that is shown once, and selects it when its field is entered. Without JavaScript it is copied by hand. */
export const COPY_SCRIPT = dense(`
  for (const b of document.querySelectorAll(".copy")) {
    const field = document.getElementById(b.dataset.from);
    b.hidden = false;
    field.addEventListener("focus", () => field.select());
    b.addEventListener("click", async () => {
      field.select();
      await (navigator.clipboard?.writeText(field.value) ?? document.execCommand("copy"));
      b.nextElementSibling.textContent = "Copied";
    });
  }
`);
