// Between which warehouses pieces can be moved, where there is no choice. Pure.

type Lies = { warehouse: string; on_hand: number };
type Place = { id: string; active: boolean };

/** What the form of a transfer begins with: from where all of it lies, to the only other place that takes goods in (or, where there is no other,
 * between the bins of that one). What somebody must choose is left out. */
export function transferStart(lies: Lies[], places: Place[]): { from_warehouse_id?: string; to_warehouse_id?: string } {
  const sources = lies.filter(({ on_hand }) => on_hand > 0).map(({ warehouse }) => warehouse);
  const from = sources.length === 1 ? sources[0] : undefined;
  const open = places.filter(({ active }) => active).map(({ id }) => id);
  const others = open.length > 1 ? open.filter((id) => id !== from) : open;
  // With pieces in several places each may be the source: then the target is known only where one place alone is open.
  const to = others.length === 1 && (from !== undefined || open.length === 1) ? others[0] : undefined;
  return { ...(from ? { from_warehouse_id: from } : {}), ...(to ? { to_warehouse_id: to } : {}) };
}
