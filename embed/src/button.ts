import { make } from "./page";

/** What of the host's `.signin-fast-button` the form's own button takes over. A closed set, and no addresses. */
const FORWARDED = [
  "background-color",
  "background-image",
  "border-radius",
  "box-shadow",
  "color",
  "font-family",
  "font-weight",
  "letter-spacing",
  "text-transform",
];

/** The host's own style of `.signin-fast-button`: what that class changes about a plain button in this place. */
export function hostButtonStyle(place: Element): Record<string, string> {
  const plain = place.appendChild(make("button", ""));
  const styled = place.appendChild(make("button", "signin-fast-button"));
  const [before, after] = [getComputedStyle(plain), getComputedStyle(styled)];
  const style: Record<string, string> = {};
  for (const name of FORWARDED) {
    const value = after.getPropertyValue(name);
    if (value !== before.getPropertyValue(name)) style[name] = value;
  }
  plain.remove();
  styled.remove();
  return style;
}
