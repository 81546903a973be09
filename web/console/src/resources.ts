// Every page of the console: where its rows come from, who may see it, and what a list shows. Pages with forms of their own add to this
// (src/pages); the rest is drawn from here alone.
import type { components, paths } from "./contract";
import { daysAgo } from "./lib/time.ts";
import type { Unit } from "./lib/units.ts";

/** `cause`: a state with what it is about behind a bar; `document`: the name of a document of settings; `action`: a request that was made; `subject`: what it was about, and all of the row; `plan`: when
 * something runs; a unit: parts, spans and sizes (lib/units.ts); `staff`: who did it; `about`: what a finding is about; `coded`: codes with names, some
 * with a reason that somebody wrote; `advice`: a text of the API; `postings`: what was booked where; `machine`: what runs
 * by itself, by the name that people have for it beside its own; `advice`: what the shop says to do; `options`: which variant. */
export type Kind = "options" | "machine" | "advice" | "postings" | "about" | "coded" | "advice" | "action" | "subject" | "staff" | "plan" | Unit | "text" | "money" | "time" | "state" | "words" | "yes" | "number" | "mono" | "cause" | "document";
/** `called`: where the row tells the name of what the id in `source` stands for. */
export type Column = { source: string; kind?: Kind; called?: string };
/** What a list can be narrowed by (lib/filters.ts). `kept`: typed, but a word of the shop: it may stand in a saved view. `apart`: filters that the
 * API does not take together with it; they are not offered beside it. `begins`: what the API begins with; `first`: a choice before the others. */
export type Filter = { source: string; choices?: readonly string[]; first?: readonly string[]; of?: Named; day?: boolean; yes?: boolean; number?: boolean; kept?: boolean; apart?: readonly string[]; begins?: string; required?: boolean };
/** A filter that offers what there is of something else, by its name, to whoever may read that. `name`: its field, else `name`; `state`: the id is
 * a word that has a name. */
export type Named = { path: keyof paths; id: string; may: string; name?: string; query?: Record<string, string>; state?: boolean };
/** A step from one state to the next: POST {path}/{id}/{verb}; at which rows: lib/fits.ts. `text` names a field of its body that is asked for. */
export type Step = { verb: string; may?: string; text?: string; dangerous?: boolean; ifMatch?: boolean; body?: Record<string, unknown> };
export type Spec = {
  name: string;
  group: "sales" | "goods" | "people" | "offers" | "money" | "messages" | "operations" | "settings";
  path: keyof paths;
  read: string;
  id?: string;
  query?: Record<string, unknown>;
  columns: Column[];
  steps?: Step[];
  /** A filter without which the API lists nothing: it is asked for first. */
  needs?: string;
  /** What the list is filtered by when it is opened, beside what the API begins with; days are those of the shop, today. */
  readonly begins?: Record<string, string>;
  /** Where these filters are asked instead of at the list itself. */
  search?: { path: keyof paths; by: readonly string[] };
  /** A row is opened as one of another page. */
  opens?: string;
  /** Where a row leads that is worked on at a place of its own. */
  leads?: (row: any) => string;
  /** GET {path}/{id} exists: a row can be opened. */
  one?: boolean;
  /** Nothing is posted: something new is put under a name that somebody chooses. */
  named?: boolean;
  /** The operation that makes a file of it, by a job. */
  exports?: keyof paths;
  /** The operation that makes many of it by a job, and how its button is called. */
  makes?: { path: keyof paths; name: string };
};

type Schemas = components["schemas"];
/** What the tile of the first page counts: several states, as the API takes them. */
export const TO_SHIP = "paid,fulfilling";


/** What there is least of comes first. */
export const STOCK_STATES = ["low_stock", "out_of_stock", "in_stock", "preorder", "backorder"] as const satisfies readonly Schemas["ProductSummary"]["stock_state"][];

const t = (source: string): Column => ({ source, kind: "time" });
const s = (source: string): Column => ({ source, kind: "state" });
const m = (source: string): Column => ({ source, kind: "money" });
const w = (source: string): Column => ({ source, kind: "words" });
const n = (source: string): Column => ({ source, kind: "number" });
const c = (source: string): Column => ({ source });

export const SPECS: Spec[] = [
  {
    name: "orders", group: "sales", path: "/v1/admin/orders", read: "orders.read", one: true,
    columns: [c("number"), t("placed_at"), c("title"), m("totals.total"), s("status"), s("payment_status"), s("fulfilment_status"), { source: "tags" }],
  },
  { name: "held", group: "sales", path: "/v1/admin/orders/held", read: "orders.read", id: "order_id", opens: "orders", columns: [c("number"), m("total"), t("held_at"), { source: "held_by" }, { source: "causes", kind: "coded" }, c("reason"), t("decide_by"), s("payment_status")] },
  {
    name: "exceptions", group: "sales", path: "/v1/admin/exceptions", read: "orders.read",
    columns: [s("kind"), { source: "order_id", called: "number" }, c("detail"), { source: "suggested_action", kind: "advice" }, t("at"), s("state")],
    steps: [{ verb: "resolve", may: "shipments.write", text: "note" }],
  },
  {
    name: "returns", group: "sales", path: "/v1/admin/returns", read: "orders.read", one: true,
    columns: [c("number"), s("kind"), s("status"), m("amount"), t("opened_at"), t("deadline")],
  },
  { name: "shipments", group: "sales", path: "/v1/admin/shipments", read: "orders.read", needs: "status", begins: { status: "PENDING" }, columns: [c("carrier"), c("waybill"), s("status"), s("state"), t("created_at"), t("shipped_at")] },
  { name: "picks", group: "sales", path: "/v1/admin/picks", read: "orders.read", one: true, columns: [c("number"), c("warehouse_id"), c("carrier"), s("state"), t("requested_at")] },
  { name: "draft_orders", group: "sales", path: "/v1/admin/draft_orders", read: "orders.read", one: true, columns: [s("state"), m("totals.total"), c("note"), t("created_at"), t("expires_at")] },
  { name: "complaints", group: "sales", path: "/v1/admin/complaints", read: "orders.read", one: true, columns: [c("number"), s("about"), s("status"), t("deadline"), t("opened_at")] },
  { name: "recalls", group: "sales", path: "/v1/admin/recalls", read: "orders.read", one: true, columns: [w("product"), s("status"), w("hazard"), t("opened_at")] },
  {
    name: "products", group: "goods", path: "/v1/admin/products", read: "catalog.read", one: true, search: { path: "/v1/admin/products/search", by: ["q", "category", "brand", "collection", "tag", "stock_state"] }, exports: "/v1/admin/exports",
    columns: [w("title"), m("price_from"), n("variant_count"), s("stock_state"), s("status"), t("updated_at")],
  },
  { name: "stock_shortages", group: "goods", path: "/v1/admin/stock_shortages", read: "stock.read", id: "variant_id", leads: (row) => `/stock?variant=${encodeURIComponent(row.sku)}`, columns: [c("sku"), w("title"), { source: "options", kind: "options" }, s("state"), n("for_sale"), n("low_at"), t("since")] },
  { name: "warehouses", group: "goods", path: "/v1/admin/warehouses", read: "stock.read", one: true, columns: [w("name"), n("priority"), { source: "active", kind: "yes" }] },
  { name: "categories", group: "goods", path: "/v1/admin/categories", read: "catalog.read", one: true, columns: [w("name"), c("slug"), c("parent_id")] },
  { name: "brands", group: "goods", path: "/v1/admin/brands", read: "catalog.read", one: true, columns: [w("name"), n("sort"), c("external_id")] },
  { name: "tags", group: "goods", path: "/v1/admin/tags", read: "catalog.read", id: "code", one: true, columns: [c("code"), w("name"), n("sort")] },
  { name: "media", group: "goods", path: "/v1/admin/media", read: "catalog.read", one: true, columns: [c("filename"), s("status"), w("alt"), c("content_type"), t("created_at")] },
  { name: "collections", group: "goods", path: "/v1/admin/collections", read: "catalog.read", one: true, columns: [w("name"), c("slug"), s("status"), n("sort"), t("created_at")] },
  { name: "search_rules", group: "goods", path: "/v1/admin/search_rules", read: "catalog.read", one: true, columns: [c("name"), { source: "active", kind: "yes" }, t("created_at")] },
  { name: "list_prices", group: "goods", path: "/v1/admin/price_lists/prices", read: "catalog.read", id: "variant_id", one: true, named: true, columns: [{ source: "variant_id", kind: "mono" }, { source: "product_id", kind: "mono" }, { source: "prices" }] },
  { name: "safety_gaps", group: "goods", path: "/v1/admin/safety_gaps", read: "catalog.read", columns: [w("title"), s("status"), { source: "gaps", kind: "coded" }] },
  {
    name: "customers", group: "people", path: "/v1/admin/customers", read: "customers.read", one: true,
    columns: [c("name"), c("email"), c("phone"), t("registered_at"), s("state"), { source: "has_orders", kind: "yes" }],
  },
  { name: "moderation", group: "people", path: "/v1/admin/moderation", read: "moderation.read", one: true, columns: [s("kind"), c("author"), c("text"), { source: "flags", kind: "coded" }, s("visibility"), t("due_at"), { source: "overdue", kind: "yes" }] },
  { name: "moderation_bans", group: "people", path: "/v1/admin/moderation_bans", read: "moderation.read", id: "customer_id", one: true, named: true, columns: [{ source: "customer_id", kind: "mono" }, { source: "banned", kind: "yes" }] },
  { name: "segments", group: "people", path: "/v1/admin/segments", read: "marketing.read", one: true, columns: [c("name"), t("created_at"), t("edited_at")] },
  { name: "campaigns", group: "offers", path: "/v1/admin/campaigns", read: "promotions.read", one: true, columns: [c("name"), s("state"), t("starts_at"), t("ends_at")],
    steps: [{ verb: "launch", dangerous: true, ifMatch: true }, { verb: "stop", dangerous: true, ifMatch: true }, { verb: "resume", ifMatch: true }] },
  { name: "coupons", group: "offers", path: "/v1/admin/coupons", read: "promotions.read", one: true, columns: [c("code"), s("distribution"), c("description"), { source: "stopped", kind: "yes" }, n("left"), t("created_at")] },
  { name: "flash_sales", group: "offers", path: "/v1/admin/flash_sales", read: "promotions.read", one: true, columns: [c("name"), s("state"), m("price"), n("quota"), n("left"), t("opens_at"), t("closes_at")] },
  { name: "group_buys", group: "offers", path: "/v1/admin/group_buys", read: "promotions.read", one: true, columns: [w("name"), s("state"), m("price"), n("size"), n("hours"), t("opens_at"), t("closes_at")],
    steps: [{ verb: "close", may: "promotions.write", dangerous: true }] },
  { name: "share_influencers", group: "offers", path: "/v1/admin/share_influencers", read: "marketing.read", one: true, columns: [c("name"), { source: "rate", kind: "basis_points" }, { source: "active", kind: "yes" }] },
  { name: "experiments", group: "offers", path: "/v1/admin/experiments", read: "marketing.read", one: true, columns: [c("name"), c("key"), s("state"), n("days"), t("started_at"), t("ends_at")],
    steps: [{ verb: "start" }, { verb: "stop", dangerous: true }] },
  { name: "payments", group: "money", path: "/v1/admin/payments", read: "payments.read", one: true,
    columns: [c("order_number"), s("provider"), m("amount"), m("captured"), m("refunded"), s("status"), t("created_at"), c("reference")] },
  { name: "payment_tasks", group: "money", path: "/v1/admin/payment_tasks", read: "payments.read", columns: [s("kind"), { source: "order_id", called: "order_number" }, m("amount"), c("reason"), s("status"), t("created_at")], steps: [{ verb: "confirm", may: "payments.write", text: "reference", dangerous: true }] },
  { name: "quarantine", group: "money", path: "/v1/admin/quarantine", read: "payments.read", columns: [s("reason"), s("provider"), m("amount"), c("order_id"), c("reference"), s("status"), t("received_at")],
    steps: [{ verb: "apply" }, { verb: "dismiss" }] },
  { name: "disputes", group: "money", path: "/v1/admin/disputes", read: "payments.read", one: true, columns: [c("order_number"), t("deadline"), m("amount"), s("reason"), s("status"), s("provider"), t("opened_at")] },
  { name: "ledger", group: "money", path: "/v1/admin/ledger", read: "payments.read", columns: [t("at"), { source: "cause", kind: "cause" }, { source: "order_id", called: "order_number" }, { source: "postings", kind: "postings" }], get begins() { return { from: daysAgo(2) }; } },
  {
    name: "gift_cards", group: "money", path: "/v1/admin/gift_cards", makes: { path: "/v1/admin/gift_cards/batches", name: "gifts.bulk" }, read: "stored_value.read", one: true,
    columns: [c("last4"), m("worth"), m("balance"), s("status"), t("issued_at"), t("expires_at")],
    steps: [
      { verb: "activate", may: "stored_value.write", text: "reason" }, { verb: "disable", may: "stored_value.write", text: "reason" },
      { verb: "enable", may: "stored_value.write", text: "reason" }, { verb: "close", may: "stored_value.write", text: "reason", dangerous: true },
      { verb: "send", may: "stored_value.write", text: "reason" },
    ],
  },
  { name: "reconciliations", group: "money", path: "/v1/admin/reconciliations", read: "payments.read", one: true, columns: [c("day"), s("provider"), s("status"), n("lines"), n("differences"), m("gross"), m("fees"), m("net")] },
  { name: "invoices", group: "money", path: "/v1/admin/invoices", read: "orders.read", one: true, columns: [c("number"), s("kind"), { source: "order_id", called: "order_number" }, m("total"), t("issued_at")] },
  { name: "fapiao", group: "money", path: "/v1/admin/fapiao", read: "orders.read", one: true, columns: [c("number"), s("colour"), { source: "order_id" }, m("total"), s("status"), t("requested_at")],
    steps: [{ verb: "retry" }] },
  { name: "messages", group: "messages", path: "/v1/admin/messages", read: "notifications.read", columns: [s("event"), s("channel"), c("recipient"), s("state"), t("created_at"), t("sent_at")] },
  { name: "message_campaigns", group: "messages", path: "/v1/admin/message_campaigns", read: "marketing.read", one: true, columns: [c("name"), s("state"), s("channel"), t("at"), t("created_at")] },
  { name: "articles", group: "messages", path: "/v1/admin/articles", read: "content.read", one: true, columns: [w("title"), s("status"), c("category"), c("slug"), t("created_at")] },
  { name: "slots", group: "messages", path: "/v1/admin/slots", read: "content.read", id: "slot", one: true, named: true, columns: [c("slot"), s("status"), n("latest"), n("live"), t("live_since"), t("created_at")] },
  { name: "survey_forms", group: "messages", path: "/v1/admin/survey_forms", read: "marketing.read", one: true, columns: [w("title"), { source: "is_open", kind: "yes" }, t("created_at"), t("edited_at")] },
  { name: "webhook_endpoints", group: "messages", path: "/v1/admin/webhook_endpoints", read: "notifications.read", one: true, columns: [c("url"), c("description"), s("state"), t("created_at")] },
  { name: "templates", group: "messages", path: "/v1/admin/notifications/templates", read: "templates.read", one: true, columns: [s("event"), s("channel"), s("language"), { source: "built_in", kind: "yes" }, n("published_version"), t("edited_at")] },
  { name: "broadcasts", group: "messages", path: "/v1/admin/broadcasts", read: "marketing.read", one: true, columns: [c("name"), s("state"), n("told"), t("created_at"), t("sent_at")],
    steps: [{ verb: "send" }, { verb: "cancel" }] },
  { name: "suppressions", group: "messages", path: "/v1/admin/suppressions", read: "notifications.read", columns: [c("recipient"), s("channel"), s("why"), t("at")] },
  { name: "article_categories", group: "messages", path: "/v1/admin/article_categories", read: "content.read", id: "code", one: true, columns: [w("names"), c("code"), c("parent"), n("sort"), { source: "hidden", kind: "yes" }] },
  { name: "findings", group: "operations", path: "/v1/admin/reports/findings", read: "reports.read", one: true, columns: [s("kind"), { source: "subject", kind: "about" }, w("reason"), t("found_at"), s("outcome")] },
  { name: "webhook_dead_letters", group: "operations", path: "/v1/admin/webhook_dead_letters", read: "notifications.read", columns: [c("type"), { source: "endpoint_id", kind: "mono" }, s("reason"), n("failures"), t("created_at")] },
  { name: "record_exports", group: "operations", path: "/v1/admin/record_exports", read: "data.export", one: true, columns: [t("asked_at"), s("state"), { source: "kinds", kind: "text" }, n("rows"), t("done_at")] },
  { name: "jobs", group: "operations", path: "/v1/admin/jobs", read: "jobs.read", one: true, columns: [s("kind"), s("state"), n("progress.done"), n("progress.failed"), t("created_at"), t("finished_at")],
    steps: [{ verb: "cancel", may: "jobs.write", dangerous: true }, { verb: "retry", may: "jobs.write" }] },
  { name: "queues", group: "operations", path: "/v1/admin/queues", read: "operations.read", id: "name", columns: [{ source: "name", kind: "machine" }, n("waiting"), n("worked_on"), n("dead_letters"), { source: "oldest_seconds", kind: "seconds" }],
    steps: [{ verb: "redrive", may: "operations.manage" }] },
  { name: "schedules", group: "operations", path: "/v1/admin/schedules", read: "operations.read", id: "name", columns: [{ source: "name", kind: "machine" }, { source: "expression", kind: "plan" }, t("last_run.started_at"), t("succeeded_at"), t("next_run"), { source: "late", kind: "yes" }],
    steps: [{ verb: "run", may: "operations.manage" }] },
  { name: "audit_log", group: "operations", path: "/v1/admin/audit_log", read: "audit.read", columns: [t("at"), { source: "actor" }, { source: "action", kind: "action" }, { source: "subject", kind: "subject" }, c("source_ip")] },
  { name: "staff", group: "settings", path: "/v1/admin/staff", read: "staff.read", one: true, columns: [c("name"), c("email"), s("status"), { source: "roles", kind: "state" }, t("since")],
    steps: [{ verb: "suspend", may: "staff.write", dangerous: true, ifMatch: true }, { verb: "reinstate", may: "staff.write", ifMatch: true }] },
  { name: "settings", group: "settings", path: "/v1/admin/settings", read: "settings.read", id: "document", one: true, columns: [{ source: "document", kind: "document" }, n("last.version"), t("last.at"), { source: "last.by", kind: "staff" }] },
  { name: "field_definitions", group: "settings", path: "/v1/admin/field_definitions", read: "settings.read", one: true, columns: [c("key"), s("resource"), s("type"), w("name"), s("visibility")] },
  { name: "review_rules", group: "settings", path: "/v1/admin/review_rules", read: "settings.read", id: "code", one: true, columns: [c("code"), c("reason"), { source: "enabled", kind: "yes" }, m("amount_from")] },
  { name: "provider_keys", group: "settings", path: "/v1/admin/provider_keys", read: "settings.read", id: "provider", one: true, columns: [s("provider"), s("kind"), { source: "set", kind: "yes" }, c("public_id_last4"), t("since")] },
  { name: "roles", group: "settings", path: "/v1/admin/roles", read: "staff.read", id: "name", one: true, columns: [s("name"), { source: "built_in", kind: "yes" }, n("people")] },
  { name: "api_keys", group: "settings", path: "/v1/admin/api_keys", read: "keys.read", one: true, columns: [c("name"), s("kind"), c("channel"), t("created_at"), t("last_used_at"), t("revoked_at")] },
  { name: "shipping_zones", group: "settings", path: "/v1/admin/shipping_zones", read: "settings.read", one: true, columns: [c("name")] },
  { name: "tax_rates", group: "settings", path: "/v1/admin/tax_rates", read: "settings.read", one: true, columns: [c("name"), { source: "rate", kind: "share" }, c("country"), c("tax_class")] },
  { name: "carriers", group: "settings", path: "/v1/admin/carriers", read: "orders.read", id: "code", one: true, columns: [w("name"), c("code"), { source: "enabled", kind: "yes" }, s("adapter")] },
];

/** Pages that are no list: where they lie, and what opens them. */
export const PLACES: { name: string; group: Spec["group"]; read: string }[] = [
  { name: "stock", group: "goods", read: "stock.read" },
  { name: "imports", group: "goods", read: "catalog.write" },
  { name: "feeds", group: "goods", read: "settings.read" },
  { name: "owed", group: "money", read: "stored_value.read" },
  { name: "share_payouts", group: "money", read: "marketing.read" },
  { name: "reports", group: "money", read: "reports.read" },
  { name: "health", group: "operations", read: "operations.read" },
];

/** Lists whose rows can be chosen, and changed or printed together, by whoever has one of these rights. */
export const CHOSEN: Record<string, readonly string[]> = { products: ["catalog.write", "catalog.publish"], orders: ["orders.read"], shipments: ["orders.read"] };

const BY_NAME = new Map(SPECS.map((spec) => [spec.name, spec]));

export function specOf(name: string): Spec {
  const spec = BY_NAME.get(name);
  if (!spec) throw new Error(`no page ${name}`);
  return spec;
}

/** Whose reading a page asks for, and where it lies; null where it is none of these. */
export const permissionFor = (resource: string): { read: string; path: string; named?: boolean } | null => BY_NAME.get(resource) ?? null;
