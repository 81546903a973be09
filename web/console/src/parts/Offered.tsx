// What is offered while it fits. A question that is open stays until it is answered, whatever changed behind it: a right, a state, another's change.
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";

const Holding = createContext<(open: boolean) => void>(() => undefined);

export function Offered({ when, children }: { when: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(0);
  const outer = useContext(Holding);
  const hold = useCallback((more: boolean) => {
    setOpen((count) => count + (more ? 1 : -1));
    outer(more);
  }, [outer]);
  return when || open ? <Holding.Provider value={hold}>{children}</Holding.Provider> : null;
}

/** Of a question, or of a form with something in it: what offers it stays as long as it is open. */
export function useHolding(open: boolean): void {
  const hold = useContext(Holding);
  useEffect(() => {
    if (!open) return;
    hold(true);
    return () => hold(false);
  }, [open, hold]);
}
