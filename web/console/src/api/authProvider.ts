import type { AuthProvider } from "react-admin";
import { problemOf, search, spoken } from "./client.ts";
import { forgetDrafts } from "./drafts.ts";
import { Refusal } from "./problem.ts";
import { accessToken, forget, keep, signedIn, tellSignedOut, type Tokens } from "./session.ts";
import { forgetPerson, lookAgain, whoami } from "./whoami.ts";
import { permissionFor } from "../resources.ts";
import type { QueryClient } from "@tanstack/react-query";

const SIGN_IN = "#/login";

export type SignIn = { login: string; password: string; stay: boolean; challenge?: { session: string; kind: string; answer: string } };

async function ask(path: string, body: unknown): Promise<Tokens> {
  let answer: Response;
  try {
    answer = await fetch(path + search({}), { method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": spoken() }, body: JSON.stringify(body) });
  } catch {
    throw new Refusal(0, { title: "offline", code: "offline" });
  }
  if (!answer.ok) throw new Refusal(answer.status, await problemOf(answer));
  return (await answer.json()) as Tokens;
}

/** Raises Refusal; `challenge_required` says what else is asked, and with which session. */
export async function signIn({ login, password, stay, challenge }: SignIn): Promise<void> {
  const tokens = challenge ? await ask("/v1/auth/challenge", challenge) : await ask("/v1/auth/login", { login, password });
  keep(tokens, stay);
  forgetPerson();
  try {
    await whoami();
  } catch (error) {
    forget();
    throw error;
  }
}

/** Reading is told by the page; what else may be done, by the contract. */
async function needed(resource: string, action: string): Promise<string | null> {
  const told = permissionFor(resource);
  if (told === null || ["list", "show", "export"].includes(action)) return told?.read ?? null;
  const { creating, operation } = await import("./catalogue.ts");
  const one = `${told.path}/{id}`;
  const found = action === "create" ? creating(told) : action === "delete" ? operation("DELETE", one) : (operation("PATCH", one) ?? operation("PUT", one));
  return found?.may ?? "nobody";
}

export function authProvider(queries: QueryClient): AuthProvider {
  return {
    login: signIn,
    async logout() {
      if (signedIn()) {
        forgetDrafts();
        try {
          const token = await accessToken();
          await fetch("/v1/auth/logout", {
            method: "POST",
            headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
            body: "{}",
          });
        } catch {
          // Offline: what is kept here goes all the same.
        }
        forget();
        tellSignedOut();
        // Nothing of this person stays in memory for the next one at this desk.
        window.location.replace("/admin/");
      } else if (!window.location.hash.startsWith(SIGN_IN)) {
        const wanted = window.location.hash.slice(1);
        window.location.replace(wanted ? `${SIGN_IN}?to=${encodeURIComponent(wanted)}` : SIGN_IN);
      }
      // react-admin would now go to its page of signing in and forget what it had asked; while it still draws that page it asks again, is
      // refused again and goes there again, some hundred times a second for ten seconds. Here all is done.
      return new Promise<never>(() => undefined);
    },
    checkAuth: async () => {
      if (!signedIn()) throw new Error();
    },
    checkError: async (error: { status?: number }) => {
      // A refusal is no end of a session: the panel says so, and the menu follows what the person may do now.
      if (error?.status === 403) lookAgain(queries).catch(() => undefined);
    },
    getIdentity: async () => {
      const me = await whoami();
      return { id: me.id, fullName: me.name || me.email };
    },
    getPermissions: async () => new Set((await whoami()).permissions),
    canAccess: async ({ resource, action }) => {
      const wanted = await needed(resource, action);
      return wanted === null || (await whoami()).permissions.includes(wanted);
    },
  };
}
