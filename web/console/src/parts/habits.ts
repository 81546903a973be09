// Keys that work everywhere: "/" to the search, j and k from row to row, ctrl-enter sends the form one is in.
export function listen(): void {
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
  // A wheel over a focused number scrolls the page; it never changes the number.
  document.addEventListener("wheel", () => {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.type === "number") field.blur();
  }, { passive: true });
}
