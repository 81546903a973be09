// One way to call the API: the token, the language, a key that makes a repeated write harmless, and what it refused.
import { Refusal, told, type Problem } from "./problem.ts";
import { accessToken, readOut, SessionEnded } from "./session.ts";

export type Asked = { method?: string; body?: unknown; query?: Record<string, unknown>; ifMatch?: number | string; as?: "json" | "blob"; accept?: string; /** Of a write that may go again when this page is no more. */ key?: string };

const RETRIES = 2;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let language = "en";
export const speak = (locale: string) => void (language = locale);
export const spoken = () => language;

/** Keys of writes whose outcome is not known: the same write again is the same write, whoever presses the button once more. */
const open = new Map<string, string>();

/** Opens the sign-in over the page and resolves when somebody is signed in again; set by the page's frame. */
let signInAgain: () => Promise<void> = () => Promise.reject(new SessionEnded());
export const askWith = (ask: typeof signInAgain) => void (signInAgain = ask);

export function search(query: Record<string, unknown>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) {
      if (value.length) pairs.set(name, value.join(","));
    } else pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text ? `?${text}` : "";
}

export async function call<T = any>(path: string, asked: Asked = {}): Promise<T> {
  const method = asked.method ?? "GET";
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const write = method !== "GET";
  const mark = `${method} ${path} ${asked.ifMatch ?? ""} ${body ?? ""}`;
  if (write && !open.has(mark)) open.set(mark, asked.key ?? crypto.randomUUID());
  const headers: Record<string, string> = { Accept: asked.accept ?? (asked.as === "blob" ? "*/*" : "application/json"), "Accept-Language": language };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (write) headers["Idempotency-Key"] = open.get(mark)!;
  if (asked.ifMatch !== undefined) headers["If-Match"] = `"${asked.ifMatch}"`;

  let refused: string | undefined;
  for (let round = 0; ; round++) {
    let token: string;
    try {
      token = await accessToken(refused);
    } catch (error) {
      if (error instanceof SessionEnded) {
        await signInAgain();
        refused = undefined;
        continue;
      }
      // Nobody answered the renewal: that ends no session.
      if (round >= RETRIES) throw new Refusal(0, { title: "offline", code: "offline" });
      await pause(400 * (round + 1));
      continue;
    }
    let answer: Response;
    try {
      answer = await fetch(path + search(asked.query ?? {}), { method, body, headers: { ...headers, Authorization: `Bearer ${token}` } });
    } catch (error) {
      // A write may have come there although its answer did not come back: its key stays, so that the next press is the same one.
      if (round >= RETRIES) throw new Refusal(0, { title: "offline", code: write ? "outcome_unknown" : "offline" });
      await pause(400 * (round + 1));
      continue;
    }
    if (answer.status === 401 && refused !== token) {
      await readOut(answer);
      refused = token;
      continue;
    }
    if (answer.status === 503 && round < RETRIES) {
      await readOut(answer);
      await pause(Math.min(Number(answer.headers.get("Retry-After") ?? 1), 3) * 1000);
      continue;
    }
    if (write && answer.status < 500) open.delete(mark);
    if (!answer.ok) throw new Refusal(answer.status, await problemOf(answer));
    if (asked.as === "blob") return (await answer.blob()) as T;
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
}

export const problemOf = async (answer: Response): Promise<Problem> => told(answer.status, await answer.json().catch(() => null), language);

/** Opens a PDF or another file of the API; its address alone would not say who asks. */
export async function openFile(path: string, name: string): Promise<void> {
  saveFile(await call<Blob>(path, { as: "blob" }), name);
}

export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
