/**
 * A property of the document itself.
 *
 * A host's `<img name="body">` or `<form name="createElement">` stands in front of the document's own; its prototype does not
 * know them.
 */
export function own<Name extends keyof Document>(name: Name): Document[Name] {
  const value = Reflect.get(Document.prototype, name, document);
  return (typeof value === "function" ? (...given: unknown[]) => Reflect.apply(value, document, given) : value) as Document[Name];
}

/** Makes an element with a class. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const element = own("createElement")(name) as HTMLElementTagNameMap[Name];
  element.className = className;
  return element;
}

/** Listens to what comes to the window. Not by the window's own name for it, in front of which `<form id="addEventListener">` stands. */
export function on(type: string, listener: (event: never) => void): void {
  Reflect.apply(EventTarget.prototype.addEventListener, window, [type, listener]);
}

/** Sends an event to the window. False when a listener prevented what follows. */
export function send(event: Event): boolean {
  return Reflect.apply(EventTarget.prototype.dispatchEvent, window, [event]);
}
