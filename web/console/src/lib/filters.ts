// What a list can be narrowed by: every question of its operation in the contract, as people choose or type it, but for those that are left out
// here for a reason. A list begins with what the API begins with where it tells not all, and shows that. Pure.
import { choicesOf, operation, schemas } from "../api/catalogue.ts";
import { STOCK_STATES, TO_SHIP, type Filter, type Named, type Spec } from "../resources.ts";
import { resolved, type Schema } from "./schema.ts";

/** The word of the contract for any state. */
export const ALL = "all";

/** Questions that no list offers. */
const NOWHERE = new Set(["fields"]);
/** By page, the questions of its list that it does not offer, and why. benchmarks/lists reads it. */
export const LEFT_OUT: Record<string, Record<string, string>> = {
  orders: {
    month: "from and to say it", number: "q finds it", customer_id: "the page of a customer has their orders", phone: "q finds it",
    product_id: "the SKU finds it",
  },
  products: { barcode: "q finds it" },
  customers: { unmask: "asked on the page of a customer, which the audit log keeps" },
  messages: { customer: "the page of a customer has their messages" },
  audit_log: { action: "q finds a part of it" },
};

const of = (path: Named["path"], id: string, may: string, more: Partial<Named> = {}): Named => ({ path, id, may, ...more });
const JOB_KINDS = [
  "catalog.import", "catalog.export", "reports.export", "loyalty.gift_cards", "promotions.codes", "promotions.simulation", "marketing.commission",
  "moving.import", "audit.export", "privacy.export", "privacy.record_export", "privacy.erasure",
] as const;
const PROVIDERS = ["wechatpay", "alipay", "unionpay", "stripe", "manual", "gift_card", "store_credit", "sandbox"] as const;
/** By page, what the contract does not say of a question: what may be chosen, by its name; what is a word of the shop; what does not go together. */
const KNOWN: Record<string, Record<string, Partial<Filter>>> = {
  // The first: what the tile of the first page counts, several states, as the API takes them.
  orders: { status: { first: [TO_SHIP] }, tag: { kept: true } },
  picks: { warehouse: { of: of("/v1/admin/warehouse_names", "id", "orders.read") } },
  products: {
    stock_state: { choices: STOCK_STATES }, category: { of: of("/v1/admin/categories", "id", "catalog.read") }, brand: { of: of("/v1/admin/brands", "id", "catalog.read") },
    collection: { of: of("/v1/admin/collections", "id", "catalog.read") }, tag: { of: of("/v1/admin/tags", "code", "catalog.read") },
  },
  payments: { provider: { choices: PROVIDERS } },
  gift_cards: { status: { apart: ["batch"] }, batch: { apart: ["status"] } },
  messages: { channel: { choices: choicesOf("channel") } },
  articles: { category: { of: of("/v1/admin/article_categories", "code", "content.read", { name: "names" }) } },
  templates: {
    // One row for each event.
    event: { of: of("/v1/admin/notifications/templates", "event", "templates.read", { query: { channel: "email", language: "en" }, state: true }) },
    channel: { choices: choicesOf("channel") }, language: { choices: choicesOf("language") },
  },
  jobs: { kind: { choices: JOB_KINDS } },
  audit_log: { actor: { of: of("/v1/admin/staff", "id", "staff.read") } },
  staff: { role: { of: of("/v1/admin/roles", "name", "staff.read", { state: true }) } },
};
/** In the order in which they stand; others behind them, as the contract has them. */
const ORDER = ["q", "warehouse", "status", "state", "payment_status", "fulfilment_status", "kind", "stock_state"];

/** The words that a question takes; of a list of words, each. */
export function choicesIn(given: Schema): string[] {
  const schema = resolved(given, schemas);
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map(String);
  const more = [...(schema.any ?? []), ...(schema.items ? [schema.items] : [])].flatMap(choicesIn);
  return [...new Set([...own, ...more])];
}

const rank = ({ source }: Filter) => (ORDER.includes(source) ? ORDER.indexOf(source) : ORDER.length);

function filterOf(page: string, source: string, schema: Schema, required: boolean): Filter {
  const known = KNOWN[page]?.[source] ?? {};
  const words = known.of || known.choices ? [] : choicesIn(schema);
  const choices = known.choices ?? [...words.filter((one) => one === ALL), ...(known.first ?? []), ...words.filter((one) => one !== ALL)];
  const kind = resolved(schema, schemas).type;
  const begins = typeof schema.default === "string" && schema.default ? schema.default : undefined;
  return {
    source, ...known,
    ...(choices.length ? { choices } : {}), ...(begins ? { begins } : {}), ...(required ? { required } : {}),
    ...(source === "from" || source === "to" ? { day: true } : {}), ...(kind === "boolean" ? { yes: true } : {}), ...(kind === "integer" ? { number: true } : {}),
  };
}

const made = new Map<string, readonly Filter[]>();
/** Those of the list, and of where it is searched. */
export function filtersOf(spec: Spec): readonly Filter[] {
  const known = made.get(spec.name);
  if (known) return known;
  const asked = [spec.search?.path, spec.path].flatMap((path) => (path ? (operation("GET", path)?.query ?? []) : []));
  const mine = asked.filter(({ name }, index) => !NOWHERE.has(name) && !LEFT_OUT[spec.name]?.[name] && asked.findIndex((one) => one.name === name) === index);
  const filters = mine.map(({ name, schema, required }) => filterOf(spec.name, name, schema, Boolean(required))).sort((one, other) => rank(one) - rank(other));
  made.set(spec.name, filters);
  return filters;
}

/** What the API begins with, where it tells not all without being asked. */
export const contractBegins = (spec: Spec): Record<string, string> => Object.fromEntries(filtersOf(spec).flatMap(({ source, begins }) => (begins ? [[source, begins]] : [])));

/** What a list is narrowed by when it is opened. */
export const beginsOf = (spec: Spec): Record<string, string> => ({ ...contractBegins(spec), ...spec.begins });

/** A list without what narrows it: of what it is always asked for (which warehouse), the same as now. `narrowed`: what that takes away; `begun`:
 * nothing but what the list began with. */
export function without(spec: Spec, now: Record<string, unknown>): { values: Record<string, string>; narrowed: { source: string; value: string; choices?: readonly string[] }[]; begun: boolean } {
  const values: Record<string, string> = {};
  const narrowed: { source: string; value: string; choices?: readonly string[] }[] = [];
  const begins = beginsOf(spec);
  for (const { source, choices, begins: first, required } of filtersOf(spec)) {
    const value = now[source] === undefined || now[source] === null ? "" : String(now[source]);
    if (choices?.includes(ALL)) values[source] = ALL;
    else if (first || required) values[source] = value || begins[source] || "";
    if (value && value !== values[source]) narrowed.push({ source, value, ...(choices ? { choices } : {}) });
  }
  return { values, narrowed, begun: narrowed.every(({ source, value }) => begins[source] === value) };
}

/** Always there: what is looked for, and what a list is told by at all. */
export const isPlain = ({ source, begins, required }: Filter) => ["q", "status", "state"].includes(source) || Boolean(begins) || Boolean(required);
