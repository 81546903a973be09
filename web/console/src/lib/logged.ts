// What a row of the audit log tells: what was done, on which page, to what, and what that is called. Pure.
import { SPECS, type Spec } from "../resources.ts";

const REQUEST = /^(POST|PUT|PATCH|DELETE) \/v1\/admin\/\S+$/;
const VERBS = { POST: "decide", PUT: "edit", PATCH: "edit", DELETE: "remove" } as const;
/** Where what was written says what it is called; the first that says anything. */
const NAMES = ["number", "title", "name", "names", "sku", "code", "slug", "key"];
const MASKED = /^\*+$/;

/** `parts`: what of the thing; `adds`: to which of the lists that hang on it. */
export type Done = { page?: Spec; document: string; parts: string[]; verb: string; adds?: string };

/** Of a request to the API; null of what has a name of its own. `known`: the operations of the contract. */
export function doneBy(action: string, known: (method: "GET" | "PUT", path: string) => { list?: true } | undefined): Done | null {
  if (!REQUEST.test(action)) return null;
  const [method, path] = action.split(" ") as [keyof typeof VERBS, string];
  const page = pageOf(path);
  const document = path.split("/")[3]!;
  const parts = path.slice((page?.path ?? `/v1/admin/${document}`).length).split("/").filter((step) => step && !step.startsWith("{"));
  const last = parts.at(-1);
  if (method !== "POST" || path.endsWith("}")) return { page, document, parts, verb: VERBS[method] };
  // A document is put; what is posted to it goes back to a version.
  if (known("PUT", path)) return { page, document, parts, verb: "restore" };
  if (!last) return { page, document, parts, verb: "create" };
  return { page, document, parts: parts.slice(0, -1), ...(known("GET", path)?.list ? { verb: "create", adds: last } : { verb: last }) };
}

/** The page on which somebody read what names people. */
export const readOn = (row: { after: Record<string, unknown> }): Spec | undefined => pageOf(String(row.after?.operation ?? "").split(" ")[1] ?? "");

const pageOf = (path: string): Spec | undefined =>
  SPECS.filter((spec) => path === spec.path || path.startsWith(`${spec.path}/`)).sort((one, other) => other.path.length - one.path.length)[0];

/** The page on which what was acted on is shown, where the request says so: not of what hangs on it. */
export function placeOf(action: string): Spec | undefined {
  const [, path = ""] = REQUEST.test(action) ? action.split(" ") : [];
  const page = pageOf(path);
  return page?.one && path.startsWith(`${page.path}/{`) && path.split("{").length === 2 ? page : undefined;
}

/** What it was called then, if that was written. */
export function calledIn(row: { before: Record<string, unknown>; after: Record<string, unknown> }, text: (value: unknown) => string): string {
  const told = [row.after, row.before].flatMap((part) => NAMES.map((name) => part?.[name])).map((value) => (typeof value === "string" || (value && typeof value === "object" && !Array.isArray(value)) ? text(value) : ""));
  return told.find((one) => one && !MASKED.test(one)) ?? "";
}
