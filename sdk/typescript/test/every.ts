/** Calls what stands on its input, one after the other: `node every.ts <address of the shop>`. Says each status, and whether it was read. */
import { readFileSync } from "node:fs";

import { shop } from "../src/index.ts";

interface Call {
  method: string;
  path: string;
  names: Record<string, string>;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: unknown;
  raw: boolean;
}

const [, , baseUrl = ""] = process.argv;
const client = shop(baseUrl);
const told: { status: number; understood: boolean; text: string }[] = [];
for (const one of JSON.parse(readFileSync(0, "utf8")) as Call[]) {
  const ask = client.request as unknown as (method: string, path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const init = {
    params: { path: one.names, query: one.query },
    headers: one.headers,
    parseAs: "text" as const,
    redirect: "manual" as const,
    ...(one.raw ? { body: "sku,title\n", bodySerializer: (body: unknown) => body } : one.body === null ? {} : { body: one.body }),
  };
  const answer = await ask(one.method, one.path, init);
  const { response } = answer;
  // Nothing is answered to what moved, is as it was, or is done.
  const empty = response.status === 204 || (response.status >= 300 && response.status < 400);
  const isProblem = typeof answer.error === "object" && answer.error !== null && "code" in answer.error;
  const understood = empty || (response.ok ? answer.data !== undefined : isProblem || answer.error !== undefined);
  told.push({ status: response.status, understood, text: String(JSON.stringify(answer.error ?? answer.data ?? "")).slice(0, 300) });
}
console.log(JSON.stringify(told));
