import { dense } from "./dense";
import { FORM_SCRIPT } from "./form-script";

/** The same for the page of a mailed code: another mail can be asked for after a while, which is counted down on the button. */
export const CODE_SCRIPT = `${FORM_SCRIPT}\n${dense(`
  for (const again of all("[data-wait]")) {
    const said = again.textContent;
    let left = again.dataset.wait, timer;
    const tick = () => {
      clearTimeout(timer);
      again.disabled = left > 0;
      again.textContent = left > 0 ? said + " (" + left-- + ")" : said;
      if (again.disabled) timer = setTimeout(tick, 1e3);
    };
    tick();
    on(self, "pageshow", tick);
  }
`)}`;
