// Keys that work everywhere: "/" to the search, j and k from row to row, ctrl-enter sends the form one is in. And what a hand does without meaning it
// does nothing: the second press of a double one, a key that stays down, a wheel over a number.

/** What is done by one press, and must not be done, or taken back, by the second one of a double press: what sends, and the ground that closes a question. */
const ONCE = "button[type=submit], [data-once], .MuiDialog-container";

export function listen(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const once = target.closest(ONCE);
    // Within a question only its ground is meant, not what stands on it.
    if (event.detail < 2 || !once || (once.matches(".MuiDialog-container") && target !== once)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.repeat || ((event.target as Element).matches("textarea") && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = target.closest("form");
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input,textarea,select,[contenteditable],[role=listbox],[role=dialog],[role=menu]")) return;
    if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("input[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "j" || event.key === "k") {
      const rows = [...document.querySelectorAll<HTMLElement>("a[data-row]")];
      if (!rows.length) return;
      const here = rows.indexOf(document.activeElement as HTMLElement);
      const next = here < 0 ? 0 : Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), rows.length - 1);
      rows[next]!.focus();
      event.preventDefault();
    }
  });
  keepPlace();
  // A wheel over a focused number scrolls the page; it never changes the number.
  document.addEventListener("wheel", () => {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.type === "number") field.blur();
  }, { passive: true });
}

/** Whoever works by keys stays where they were when what they pressed is gone: with what stands around it. */
function keepPlace(): void {
  const root = document.getElementById("root");
  if (!root) return;
  let around: Element[] = [];
  root.addEventListener("focusin", (event) => {
    around = [];
    for (let at: Element | null = event.target as Element; at && at !== root; at = at.parentElement) around.push(at);
  });
  const look = () => {
    if (document.activeElement !== document.body || !around.length || around[0]!.isConnected || document.querySelector("body > .MuiModal-root:not(.MuiModal-hidden)")) return;
    const next = around.find((one) => one.isConnected);
    around = [];
    if (!(next instanceof HTMLElement)) return;
    if (!next.hasAttribute("tabindex")) {
      next.tabIndex = -1;
      next.style.outline = "none";
    }
    next.focus({ preventScroll: true });
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, { childList: true, subtree: true });
}
