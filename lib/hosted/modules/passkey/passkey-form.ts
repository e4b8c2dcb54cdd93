/** A form that a passkey fills in: `data-passkey` says which ceremony, and its one button begins it. */
export type PasskeyForm = {
  readonly form: HTMLFormElement;
  readonly button: HTMLButtonElement;
  /** Sends an answer on. */
  send(answer: string): void;
  /** Says in the page's alert what went wrong. */
  say(text: string | undefined): void;
};

/** The page's forms for one ceremony. */
export function passkeyForms(ceremony: "get" | "create"): PasskeyForm[] {
  return [...document.querySelectorAll<HTMLFormElement>(`form[data-passkey=${ceremony}]`)].flatMap((form) => {
    const button = form.querySelector("button");
    if (!button) return [];
    return {
      form,
      button,
      send(answer) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "credential", value: answer });
        form.append(field);
        const state = form.elements.namedItem("state") ?? document.querySelector("input[name=state]");
        if (state instanceof HTMLElement && state.closest("form") !== form) form.append(state.cloneNode());
        form.requestSubmit(button);
      },
      say,
    };
  });
}

function say(text = ""): void {
  const alert = document.querySelector("#problem") ?? newAlert();
  const line = document.createElement("p");
  line.textContent = text;
  alert.replaceChildren(line);
}

/** What went well before is no news any more. */
function newAlert(): Element {
  document.querySelector("main > [role=status]")?.remove();
  const alert = document.createElement("div");
  alert.id = "problem";
  alert.className = "note bad";
  alert.role = "alert";
  const lead = document.querySelector("main > .lead") ?? document.querySelector("h1");
  lead?.after(alert);
  return alert;
}

/** Takes what no browser here can use off the page, with what stands around it. */
export const hide = ({ form, button }: PasskeyForm) => {
  (button.closest<HTMLElement>(".scripted") ?? form).hidden = true;
};

/** Somebody gave up, waited too long, or has no passkey: browsers do not tell which. */
export const wasAborted = (error: unknown) => (error as DOMException).name === "AbortError";
