// The tiles of the first page: what each counts, by which right, and the list that shows as many. Pure.
import { TO_SHIP } from "../resources.ts";
import { daysAgo } from "./time.ts";

/** `counted`: by a report that counts by night; before the first one it knows nothing. */
export type Tile = { name: string; may: string; path: string; readonly query: Record<string, unknown>; readonly to: string; counted?: (answer: any) => boolean };
const filter = (values: Record<string, string>) => `?filter=${encodeURIComponent(JSON.stringify(values))}&displayedFilters=${encodeURIComponent("{}")}`;
/** What is left of it lasts less than 14 days, as it sold in four weeks; a page that is open over midnight asks for the next ones. */
const lasting = (cover: "gone" | "short") => ({ cover, from: daysAgo(28), to: daysAgo(1) });
const runsOut = (name: string, cover: "gone" | "short"): Tile => ({
  name, may: "reports.read", path: "/v1/admin/reports/turnover", counted: (answer) => answer.nights > 0,
  get query() { return lasting(cover); },
  get to() { return `/reports?${new URLSearchParams({ report: "turnover", ...lasting(cover), limit: "25" })}`; },
});
export const TILES: Tile[] = [
  { name: "to_ship", may: "orders.read", path: "/v1/admin/orders", query: { status: TO_SHIP }, to: `/orders${filter({ status: TO_SHIP })}` },
  { name: "exceptions", may: "orders.read", path: "/v1/admin/exceptions", query: {}, to: "/exceptions" },
  { name: "returns", may: "orders.read", path: "/v1/admin/returns", query: { status: "requested" }, to: `/returns${filter({ status: "requested" })}` },
  { name: "held", may: "orders.read", path: "/v1/admin/orders/held", query: {}, to: "/held" },
  { name: "tasks", may: "payments.read", path: "/v1/admin/payment_tasks", query: { status: "open" }, to: `/payment_tasks${filter({ status: "open" })}` },
  { name: "quarantine", may: "payments.read", path: "/v1/admin/quarantine", query: { status: "open" }, to: `/quarantine${filter({ status: "open" })}` },
  { name: "moderation", may: "moderation.read", path: "/v1/admin/moderation", query: {}, to: "/moderation" },
  { name: "escalated", may: "returns.rule", path: "/v1/admin/returns", query: { status: "escalated" }, to: `/returns${filter({ status: "escalated" })}` },
  { name: "unpublished", may: "catalog.publish", path: "/v1/admin/products", query: { status: "draft" }, to: `/products${filter({ status: "draft" })}` },
  runsOut("sold_out", "gone"),
  runsOut("low_stock", "short"),
];
