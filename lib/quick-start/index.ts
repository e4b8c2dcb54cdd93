import { curl } from "./curl";
import { express } from "./express";
import { html } from "./html";
import { next } from "./next";
import { php } from "./php";
import { python } from "./python";
import { ruby } from "./ruby";
import type { QuickStart, Snippet } from "./snippet";

/** Every snippet of the quick start, in the order of its tabs, filled in for one site. */
export const snippetsOf = (site: QuickStart): Snippet[] => [html, express, next, python, ruby, php, curl].map((write) => write(site));
