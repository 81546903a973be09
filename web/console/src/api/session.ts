// Who is signed in here. Tokens live in this tab (sessionStorage) and die with it; only "stay signed in" keeps them in localStorage, where all
// tabs share them. They are never in an address.

import { machineMs } from "../lib/time.ts";

export type Tokens = { access_token: string; refresh_token: string; expires_in: number };
type Kept = { access: string; refresh: string; until: number };

const KEY = "console.session";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("console");
/** Renewed this long before its end, so that no request is sent with a token that dies on the way. */
const MARGIN_MS = 60_000;

/** What cannot be read is no session. */
function read(): Kept | null {
  const text = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
  try {
    const kept = JSON.parse(text ?? "null") as Kept | null;
    return typeof kept?.access === "string" && typeof kept.refresh === "string" && Number.isFinite(kept.until) ? kept : null;
  } catch {
    return null;
  }
}

export const stays = () => localStorage.getItem(KEY) !== null && sessionStorage.getItem(KEY) === null;

export const signedIn = () => read() !== null;

const put = (place: Storage, tokens: Tokens) =>
  place.setItem(KEY, JSON.stringify({ access: tokens.access_token, refresh: tokens.refresh_token, until: machineMs() + tokens.expires_in * 1000 } satisfies Kept));

/** Somebody signed in: whoever was here is not any more. A tab with a session of its own leaves that of the others alone. */
export function keep(tokens: Tokens, stay: boolean): void {
  if (stays()) localStorage.removeItem(KEY);
  sessionStorage.removeItem(KEY);
  put(stay ? localStorage : sessionStorage, tokens);
}

export function forget(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}

/** Tells the other tabs that somebody signed out on purpose. */
export const tellSignedOut = () => channel?.postMessage("signed_out");

export function onSignedOutElsewhere(then: () => void): () => void {
  const told = () => then();
  channel?.addEventListener("message", told);
  return () => channel?.removeEventListener("message", told);
}

/** The session is over: the refresh token is refused. A network that is down is no such thing. */
export class SessionEnded extends Error {}

/** An answer that nobody reads keeps its connection, of which a browser has six. */
export const readOut = (answer: Response) => answer.text().catch(() => "");

let running: Promise<string> | null = null;

/** A token that still lives, renewed where needed: at most one renewal at a time in this tab, and in all tabs that share a session. */
export async function accessToken(refused?: string): Promise<string> {
  const kept = read();
  if (!kept) throw new SessionEnded();
  if (kept.access !== refused && kept.until - machineMs() > MARGIN_MS) return kept.access;
  running ??= renew(refused).finally(() => (running = null));
  return running;
}

async function renew(refused?: string): Promise<string> {
  const locked = navigator.locks && stays() ? <T,>(work: () => Promise<T>) => navigator.locks.request("console.refresh", work) : <T,>(work: () => Promise<T>) => work();
  return locked(async () => {
    const before = read();
    if (!before) throw new SessionEnded();
    if (before.access !== refused && before.until - machineMs() > MARGIN_MS) return before.access; // another tab was faster
    const answer = await fetch("/v1/auth/refresh", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: before.refresh }),
    });
    if (answer.ok) {
      const tokens = (await answer.json()) as Tokens;
      // Whoever signed out while this was under way stays signed out.
      if (read()?.refresh !== before.refresh) throw new SessionEnded();
      // Where it lay.
      put(stays() ? localStorage : sessionStorage, tokens);
      return tokens.access_token;
    }
    await readOut(answer);
    if (answer.status === 400 || answer.status === 401 || answer.status === 403 || answer.status === 422) throw new SessionEnded();
    throw new Error(`HTTP ${answer.status}`);
  });
}
