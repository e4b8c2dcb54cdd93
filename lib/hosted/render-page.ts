import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { NO_BRAND } from "./brand";
import { DIRECTION_STYLE, documentOf, MORE_STYLE, SCRIPTS } from "./document";
import type { Page } from "./page";
import { PAGES } from "./pages";
import { tabIcon } from "./parts/logo";
import type { HostedFrame, HostedSite, RenderedPage, View } from "./view";

type Draw = typeof import("react-dom/server").renderToStaticMarkup;
let drawing: Promise<Draw> | undefined;

/**
 * Loads what pages are drawn with, so that the first visitor does not wait for it.
 *
 * Imported here and not at the top: Next refuses to build a route file that leads to a static import of `react-dom/server`.
 */
export function preload(): Promise<Draw> {
  drawing ??= import("react-dom/server").then((server) => server.renderToStaticMarkup);
  return drawing;
}

/**
 * Draws a view in the visitor's language, as a whole document that needs nothing else: no other file, no JavaScript.
 *
 * SECURITY: every value becomes text or an attribute's value; the style sheet and the scripts are the same for everybody, but
 * for the few properties of the site's theme, so their hashes are all that the content security policy has to allow.
 *
 * @param site whose page it is; only `notice` and `owner` can do without
 */
export async function renderPage(site: HostedSite | null, view: View, t: Texts): Promise<RenderedPage> {
  const draw = await preload();
  const page = PAGES[view.page] as Page<View["page"]>;
  const props = { site: siteFor(view, site), view, t };
  const { theme } = site?.brand ?? NO_BRAND;
  const frame = site?.frame ?? null;
  const scripts = [page.script ?? "none", site?.challenge ? "challenge" : "none", frame ? "frame" : "none"] as const;
  const modules = page.modules?.(props) ?? [];
  const style = page.style ?? "none";
  const named = page.title(props);
  const title = "problem" in view && view.problem ? fill(t.page.errorTitle, { title: named }) : named;
  const body = draw(page.body(props));
  const told = frame && toldBy(frame, view);
  return {
    html: documentOf(t, { title, icon: tabIcon(site), theme, body, scripts, modules, style, told }),
    styleHashes: [...theme.styleHashes, ...MORE_STYLE[style].hashes, ...DIRECTION_STYLE[t.dir].hashes],
    scriptHashes: scripts.flatMap((name) => SCRIPTS[name].hashes),
    modules,
  };
}

/** What a page in a frame tells the widget around it: that it is there, that something was refused, or who signed in. */
function toldBy({ origin, nonce, action }: HostedFrame, view: View): object {
  if (view.page === "handed-over") {
    const { user, token, redirect } = view;
    return { origin, nonce, kind: "done", action, user, token, redirect };
  }
  const error = "problem" in view ? view.problem?.code : view.page === "notice" ? view.code : undefined;
  return { origin, nonce, kind: error === undefined ? "ready" : "refused", action, error };
}

function siteFor(view: View, site: HostedSite | null): HostedSite | null {
  if (view.page === "owner") return null;
  if (site === null && view.page !== "notice") throw new Error(`The page ${view.page} is drawn for a site`);
  return site;
}
