import { useEffect, useRef } from "react";

const place = () => window.location.hash.split("?")[0];

/** Whether what asks still stands on the page. An answer that comes later pulls nobody away from where they are by then, and what it refused is told
 * there, as its own place is gone. The page before is still drawn while the next one is read: the address says which is meant. */
export function useThere(): { readonly current: boolean } {
  const mounted = useRef(true);
  const at = useRef(place());
  const there = useRef({
    get current() {
      return mounted.current && place() === at.current;
    },
  });
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);
  return there.current;
}
