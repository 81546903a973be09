// What was typed and not sent when a session ended. It is sealed with a key that the API tells its writer alone (whoami), so that whoever signs in
// next at this desk has bytes; it lies beside the session: in this tab, or with it in the browser where somebody stays signed in.
import { stays } from "./session.ts";

export type Kept = { form: string; at: string; typed: unknown };
type Sealed = { iv: string; text: string };

const PREFIX = "console.drafts.";
const MOST = 20;
const open = new Map<string, () => Kept | null>();
let found: Kept[] = [];
let sealing: CryptoKey | null = null;
let whose: string | null = null;
const listeners = new Set<() => void>();

const bytes = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const text = (raw: Uint8Array) => btoa(Array.from(raw, (one) => String.fromCharCode(one)).join(""));
const tell = () => listeners.forEach((then) => then());

/** A form that is on the page; what it answers is kept when the session ends. Ends with what is returned. */
export function watchForm(name: string, read: () => Kept | null): () => void {
  open.set(name, read);
  return () => void (open.get(name) === read && open.delete(name));
}

/** Somebody is here: their drafts are opened, nobody else's can be. */
export async function openDrafts(person: string, key: string | null | undefined): Promise<void> {
  if (!key || whose === person || !globalThis.crypto?.subtle) return;
  whose = person;
  sealing = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  found = await stored();
  tell();
}

/** The session ended: what stands in the forms of the page is put by. */
export async function keepDrafts(): Promise<void> {
  const typed = [...open.values()].map((read) => read()).filter((one) => one !== null);
  await amend((all) => [...typed, ...all.filter((one) => !typed.some((other) => other.form === one.form))].slice(0, MOST));
}

/** Whose page it is goes on with it: what was put by just now is on the page, the rest waits as before. */
export const putAway = (): void => void amend((all) => all.filter((one) => !open.has(one.form)));

/** What lies there now: other tabs of the same session put theirs by, too. */
async function stored(): Promise<Kept[]> {
  const kept = whose && (sessionStorage.getItem(PREFIX + whose) ?? localStorage.getItem(PREFIX + whose));
  if (!kept || !sealing) return [];
  try {
    const { iv, text: sealed } = JSON.parse(kept) as Sealed;
    const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, sealing, bytes(sealed));
    return JSON.parse(new TextDecoder().decode(raw)) as Kept[];
  } catch {
    return []; // sealed with a key that is no more
  }
}

/** One change after the other, in all tabs that share the session. */
async function amend(change: (all: Kept[]) => Kept[]): Promise<void> {
  const work = async () => write(change(await stored()));
  await (navigator.locks ? navigator.locks.request("console.drafts", work) : work());
}

async function write(all: Kept[]): Promise<void> {
  if (!sealing || whose === null) return;
  sessionStorage.removeItem(PREFIX + whose);
  localStorage.removeItem(PREFIX + whose);
  if (!all.length) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const raw = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, sealing, new TextEncoder().encode(JSON.stringify(all)));
  const place = stays() ? localStorage : sessionStorage;
  place.setItem(PREFIX + whose, JSON.stringify({ iv: text(iv), text: text(new Uint8Array(raw)) } satisfies Sealed));
}

export const draftOf = (form: string): unknown => found.find((one) => one.form === form)?.typed;
export const drafts = (): readonly Kept[] => found;

/** Sent, or not wanted any more. */
export function dropDraft(form: string): void {
  if (!found.some((one) => one.form === form)) return;
  found = found.filter((one) => one.form !== form);
  void amend((all) => all.filter((one) => one.form !== form));
  tell();
}

/** Who signs out on purpose, leaves nothing. */
export function forgetDrafts(): void {
  if (whose !== null) {
    sessionStorage.removeItem(PREFIX + whose);
    localStorage.removeItem(PREFIX + whose);
  }
  found = [];
  tell();
}

export function onDrafts(then: () => void): () => void {
  listeners.add(then);
  return () => void listeners.delete(then);
}
