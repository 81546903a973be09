import { useEffect, useRef } from "react";

/** Whether what asks still stands on the page. An answer that comes later pulls nobody away from where they are by then, and what it refused is told
 * there, as its own place is gone. */
export function useThere(): { readonly current: boolean } {
  const there = useRef(true);
  useEffect(() => {
    there.current = true;
    return () => void (there.current = false);
  }, []);
  return there;
}
