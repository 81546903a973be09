// The tree of categories, without a browser. Pure.
export type Category = { id: string; version: number; name: Record<string, string>; parent_id: string | null; sort: number };
export type Node = { category: Category; depth: number };
export type Move = { id: string; version: number; body: { parent_id?: string | null; sort?: number } };

const STEP = 10;
const ordered = (all: Category[], parent: string | null) => all.filter((one) => one.parent_id === parent).sort((a, b) => a.sort - b.sort || a.id.localeCompare(b.id));

/** From the top down, children after their parent. One whose parent is not there stands at the top. */
export function flat(all: Category[]): Node[] {
  const there = new Set(all.map((one) => one.id));
  const placed = all.map((one) => (one.parent_id && !there.has(one.parent_id) ? { ...one, parent_id: null } : one));
  const below = (parent: string | null, depth: number): Node[] => ordered(placed, parent).flatMap((category) => [{ category, depth }, ...below(category.id, depth + 1)]);
  return below(null, 0);
}

export function isBelow(all: Category[], id: string, above: string): boolean {
  const parents = new Map(all.map((one) => [one.id, one.parent_id]));
  for (let at: string | null | undefined = id; at; at = parents.get(at)) if (at === above) return true;
  return false;
}

/** What is sent to put `id` under `parent`, before `before` or last; each with the version it was read at. Empty: it is there already, or nothing may be below itself. */
export function moves(all: Category[], id: string, parent: string | null, before: string | null = null): Move[] {
  const moved = all.find((one) => one.id === id);
  if (!moved || (parent && isBelow(all, parent, id)) || before === id) return [];
  const row = ordered(all, parent).filter((one) => one.id !== id);
  const place = before === null ? row.length : row.findIndex((one) => one.id === before);
  if (place < 0) return [];
  const next = [...row.slice(0, place), moved, ...row.slice(place)];
  const rising = (index: number) => (index === 0 || next[index - 1]!.sort < next[index]!.sort) && (index === next.length - 1 || next[index]!.sort < next[index + 1]!.sort);
  const fits = rising(place);
  return next.flatMap((one, index): Move[] => {
    const sort = fits ? one.sort : (index + 1) * STEP;
    const body = { ...(one.id === id && one.parent_id !== parent ? { parent_id: parent } : {}), ...(sort === one.sort ? {} : { sort }) };
    return Object.keys(body).length ? [{ id: one.id, version: one.version, body }] : [];
  });
}
