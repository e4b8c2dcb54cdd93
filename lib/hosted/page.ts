import type { ReactElement } from "react";
import type { Texts } from "@/lib/texts";
import type { ModuleId } from "./modules";
import type { HostedSite, View } from "./view";

export type ViewOf<Name extends View["page"]> = Extract<View, { page: Name }>;

/** The site a page is drawn for: the owner's pages belong to none, a notice may. */
export type SiteOf<Name extends View["page"]> = Name extends "owner" ? null : Name extends "notice" ? HostedSite | null : HostedSite;

export type PageProps<Name extends View["page"]> = {
  readonly site: SiteOf<Name>;
  readonly view: ViewOf<Name>;
  /** The texts of the visitor's language. */
  readonly t: Texts;
};

/** How one view is drawn. */
export type Page<Name extends View["page"]> = {
  readonly title: (props: PageProps<Name>) => string;
  readonly body: (props: PageProps<Name>) => ReactElement;
  /** What JavaScript adds to it. */
  readonly script: "form" | "code" | "codes" | null;
  /** The modules that it needs besides. None: left out. */
  readonly modules?: (props: PageProps<Name>) => readonly ModuleId[];
  /** What it needs of styles besides those of all pages. */
  readonly style?: "question" | "setUp" | "codes" | "overview" | "section";
};
