// The tiles of the first page: what each counts, whose work it is, and the list that shows as many. Pure.
import { TO_SHIP } from "../resources.ts";
import { daysAgo } from "./time.ts";

/** `may`: who does that work is told of it; they may also `read` what is counted. `counted`: by a report that counts by night; before the first
 * one it knows nothing. `whole`: of the shop, nothing that who acts for some merchants or warehouses may ask. `each`: one for each warehouse.
 * `unless`: who is told that one needs none of this. */
export type Tile = { name: string; may: string; read: string; path: string; readonly query: Record<string, unknown>; readonly to: string; whole?: true; each?: "warehouse"; unless?: string; counted?: (answer: any) => boolean };
export const filter = (values: Record<string, string>) => `?filter=${encodeURIComponent(JSON.stringify(values))}&displayedFilters=${encodeURIComponent("{}")}`;
/** What is left of it lasts less than 14 days, as it sold in four weeks; a page that is open over midnight asks for the next ones. */
const lasting = (cover: "gone" | "short") => ({ cover, from: daysAgo(28), to: daysAgo(1) });
const runsOut = (name: string, cover: "gone" | "short"): Tile => ({
  name, may: "stock.write", read: "reports.read", path: "/v1/admin/reports/turnover", whole: true, counted: (answer) => answer.nights > 0,
  get query() { return lasting(cover); },
  get to() { return `/reports?${new URLSearchParams({ report: "turnover", ...lasting(cover), limit: "25" })}`; },
});
const REQUESTED = { state: "requested" };
export const TILES: Tile[] = [
  { name: "to_ship", may: "shipments.write", read: "orders.read", path: "/v1/admin/orders", query: { status: TO_SHIP }, to: `/orders${filter({ status: TO_SHIP })}` },
  { name: "picks", may: "shipments.write", read: "orders.read", path: "/v1/admin/picks", query: REQUESTED, to: `/picks${filter(REQUESTED)}`, each: "warehouse" },
  { name: "coming_back", may: "shipments.write", read: "orders.read", path: "/v1/admin/returns", query: { status: "in_transit" }, to: `/returns${filter({ status: "in_transit" })}` },
  { name: "exceptions", may: "shipments.write", read: "orders.read", path: "/v1/admin/exceptions", query: {}, to: "/exceptions" },
  { name: "returns", may: "orders.write", read: "orders.read", path: "/v1/admin/returns", query: { status: "requested" }, to: `/returns${filter({ status: "requested" })}` },
  { name: "complaints", may: "orders.write", read: "orders.read", path: "/v1/admin/complaints", query: { status: "open" }, to: `/complaints${filter({ status: "open" })}`, whole: true },
  { name: "overdue", may: "orders.write", read: "orders.read", path: "/v1/admin/complaints", query: { status: "escalated" }, to: `/complaints${filter({ status: "escalated" })}`, whole: true },
  { name: "held", may: "orders.review", read: "orders.read", path: "/v1/admin/orders/held", query: {}, to: "/held", whole: true },
  { name: "tasks", may: "payments.write", read: "payments.read", path: "/v1/admin/payment_tasks", query: { status: "open" }, to: `/payment_tasks${filter({ status: "open" })}`, whole: true },
  { name: "quarantine", may: "payments.write", read: "payments.read", path: "/v1/admin/quarantine", query: { status: "open" }, to: `/quarantine${filter({ status: "open" })}`, whole: true },
  { name: "disputes", may: "payments.write", read: "payments.read", path: "/v1/admin/disputes", query: { state: "open" }, to: `/disputes${filter({ state: "open" })}`, whole: true },
  { name: "moderation", may: "moderation.write", read: "moderation.read", path: "/v1/admin/moderation", query: {}, to: "/moderation", whole: true },
  { name: "escalated", may: "returns.rule", read: "orders.read", path: "/v1/admin/returns", query: { status: "escalated" }, to: `/returns${filter({ status: "escalated" })}` },
  { name: "unpublished", may: "catalog.publish", read: "catalog.read", path: "/v1/admin/products", query: { status: "draft" }, to: `/products${filter({ status: "draft" })}` },
  runsOut("sold_out", "gone"),
  runsOut("low_stock", "short"),
  // Reports are not everybody's: what there is now, by how much of it.
  { name: "none_left", may: "stock.write", read: "stock.read", path: "/v1/admin/stock_shortages", query: { state: "out_of_stock" }, to: `/stock_shortages${filter({ state: "out_of_stock" })}`, unless: "sold_out" },
  { name: "few_left", may: "stock.write", read: "stock.read", path: "/v1/admin/stock_shortages", query: { state: "low_stock" }, to: `/stock_shortages${filter({ state: "low_stock" })}`, unless: "low_stock" },
];

/** Those of who may do this; `all`: who acts for the whole shop. */
export function tilesOf(permissions: Set<string>, all: boolean): Tile[] {
  const told = TILES.filter((tile) => permissions.has(tile.may) && permissions.has(tile.read) && (all || !tile.whole));
  return told.filter(({ unless }) => !told.some(({ name }) => name === unless));
}

/** What one of several warehouses has of it. */
export const inWarehouse = (tile: Tile, warehouse: string): Tile => ({ ...tile, query: { ...tile.query, warehouse }, to: `${tile.to.split("?")[0]}${filter({ ...(tile.query as Record<string, string>), warehouse })}` });
