// Who is here and what they may do. Asked again twice a minute, and after every refusal, so that pages and buttons follow a changed role.
import type { QueryClient } from "@tanstack/react-query";
import { call } from "./client.ts";
import { openDrafts } from "./drafts.ts";
import { follow } from "../lib/time.ts";
import type { paths } from "../contract";

export type Whoami = paths["/v1/admin/whoami"]["get"]["responses"]["200"]["content"]["application/json"];

/** With the half minute that the API keeps what somebody may do, a changed role is followed within one. */
const EVERY_MS = 25_000;
let known: Promise<Whoami> | null = null;
let last: Whoami | null = null;

export function whoami(): Promise<Whoami> {
  known ??= call<Whoami>("/v1/admin/whoami").then(
    async (me) => {
      last = me;
      follow(me);
      await openDrafts(me.id, me.draft_key);
      return me;
    },
    (error) => {
      known = null;
      throw error;
    },
  );
  return known;
}

/** Whose page this is; null before the first answer. */
export const person = () => last?.id ?? null;

export function forgetPerson(): void {
  known = last = null;
}

export async function lookAgain(queries: QueryClient): Promise<void> {
  const before = last?.permissions.join() ?? "";
  known = null;
  const me = await whoami();
  if (me.permissions.join() !== before) await queries.invalidateQueries({ queryKey: ["auth"] });
}

export function watchRights(queries: QueryClient): () => void {
  const timer = setInterval(() => {
    if (last && document.visibilityState === "visible") lookAgain(queries).catch(() => undefined);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
