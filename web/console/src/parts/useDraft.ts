import { createContext, useContext, useEffect, useRef, useState } from "react";
import { draftOf, drafts, dropDraft, watchForm } from "../api/drafts.ts";

/** Where a form is found again, if not where it stood: what is opened on a page by hand is closed when that page is read anew. */
export const FoundAt = createContext<string | null>(null);

const here = () => window.location.hash.slice(1) || "/";
/** A page whose filters changed is that page still. */
const samePage = (one: string, other: string) => one.split("?")[0] === other.split("?")[0];

/** What was kept of this form when a session ended, if anything; and `typed` is kept should it end now (null: nothing was typed). Answers what
 * says that it was sent. */
export function useDraft(form: string | undefined, typed: unknown): () => void {
  const now = useRef(typed);
  // What was sent stands in its form until that is closed: it is not kept once more.
  const gone = useRef<unknown>(null);
  if (typed === null) gone.current = null;
  now.current = gone.current !== null && JSON.stringify(typed) === JSON.stringify(gone.current) ? null : typed;
  const found = useContext(FoundAt);
  const [opened] = useState(here);
  const half = typed !== null;
  useEffect(() => {
    // Of two forms of one thing on a page, that one is kept in which something stands.
    if (!form || !half) return;
    return watchForm(form, () => (now.current === null ? null : { form, at: found ?? (samePage(opened, here()) ? here() : opened), typed: now.current }));
  }, [form, half, found, opened]);
  return () => {
    now.current = null;
    gone.current = typed;
    if (form) dropDraft(form);
  };
}

/** Whether something waits in what is opened by hand here, below this address. */
export const waitsBelow = (address: string): boolean => drafts().some(({ form }) => form.includes(`${address}/`));

export const draftFor = (form: string | undefined): unknown => (form ? draftOf(form) : undefined);

/** A question in which something is typed: it begins with `empty` whenever it is asked, or as it was when its writer's session ended over it. */
export function useQuestion<T extends object>(form: string, empty: T) {
  const [kept] = useState(() => draftFor(form) as T | undefined);
  const [open, setOpen] = useState(kept !== undefined);
  const [typed, setTyped] = useState<T>({ ...empty, ...kept });
  const [first, setFirst] = useState<T>(empty);
  const touched = open && JSON.stringify(typed) !== JSON.stringify(first);
  const sent = useDraft(form, touched ? typed : null);
  const ask = () => {
    setTyped(empty);
    setFirst(empty);
    setOpen(true);
  };
  const close = () => {
    sent();
    setOpen(false);
  };
  return { open, typed, touched, ask, close, put: (part: Partial<T>) => setTyped((now) => ({ ...now, ...part })) };
}
