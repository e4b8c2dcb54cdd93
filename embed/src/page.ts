/**
 * A property of the document itself.
 *
 * A host's `<img name="body">` or `<form name="createElement">` stands in front of the document's own; its prototype does not
 * know them.
 */
export function own<Name extends keyof Document>(name: Name): Document[Name] {
  const value = Reflect.get(Document.prototype, name, document);
  return typeof value === "function" ? value.bind(document) : value;
}

/** Makes an element with a class. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const element = own("createElement")(name) as HTMLElementTagNameMap[Name];
  element.className = className;
  return element;
}
