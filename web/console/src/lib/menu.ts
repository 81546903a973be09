// What stands in the menu, and in which order: first where the person works, most of it first; what they may only read stands last. Pure.
import { PLACES, SPECS, type Spec } from "../resources.ts";

/** By page: the rights that do anything there, as the contract has them for it (test/menu.test.ts), or on the page that its rows lead to. Of pages
 * without any nobody does anything: they stand with the others of their group. */
export const ACT: Record<string, readonly string[]> = {
  orders: ["orders.write", "orders.compensate", "payments.write", "orders.review", "orders.note", "orders.refund", "shipments.write"],
  held: ["orders.review"], exceptions: ["shipments.write"], returns: ["orders.write", "shipments.write", "returns.rule"], shipments: ["shipments.write"], picks: ["shipments.write"],
  draft_orders: ["orders.write"], complaints: ["orders.write"], recalls: ["recalls.write"],
  products: ["catalog.write", "catalog.publish"], stock: ["stock.write"], stock_shortages: ["stock.write"], imports: ["catalog.write"], feeds: ["settings.write"], warehouses: ["stock.write", "settings.write"], categories: ["catalog.write"], brands: ["catalog.write"],
  tags: ["catalog.write"], media: ["catalog.write"], collections: ["catalog.write"], search_rules: ["catalog.write"], list_prices: ["catalog.write"], safety_gaps: ["catalog.write"],
  customers: ["customers.write", "customers.note", "customers.factors"], moderation: ["moderation.write"], moderation_bans: ["moderation.write"], segments: ["marketing.write"],
  campaigns: ["promotions.write"], coupons: ["promotions.write"], flash_sales: ["promotions.write"], group_buys: ["promotions.write"], share_influencers: ["marketing.write"], experiments: ["marketing.write"],
  payments: ["payments.write"], payment_tasks: ["payments.write"], quarantine: ["payments.write"], disputes: ["payments.write"], ledger: [], gift_cards: ["stored_value.write"], owed: [], reconciliations: ["payments.write"],
  invoices: ["payments.write"], fapiao: ["payments.write"], share_payouts: ["marketing.write"], reports: ["reports.write"],
  messages: [], message_campaigns: ["marketing.write"], articles: ["content.write"], slots: ["content.write"], survey_forms: ["marketing.write"], webhook_endpoints: ["settings.write", "notifications.write"],
  templates: ["templates.write"], broadcasts: ["marketing.write"], suppressions: ["notifications.write"], article_categories: ["content.write"],
  findings: ["reports.write"], webhook_dead_letters: ["notifications.write"], record_exports: ["data.export"], jobs: ["jobs.write"], queues: ["operations.manage"], schedules: ["operations.manage"], audit_log: [], health: [],
  staff: ["staff.write"], settings: ["settings.write"], field_definitions: ["settings.write"], review_rules: ["settings.write"], provider_keys: ["settings.write"], roles: ["staff.write"], api_keys: ["keys.write", "staff.write"],
  shipping_zones: ["settings.write"], tax_rates: ["settings.write"], carriers: ["settings.write", "shipments.write"],
};

type Page = { name: string; group: Spec["group"]; read: string };
export type Group = { name: Spec["group"] | "look_up"; pages: Page[] };
const GROUPS: Spec["group"][] = ["sales", "goods", "people", "offers", "money", "messages", "operations", "settings"];
const PAGES: Page[] = [...SPECS, ...PLACES];

export function menuOf(permissions: Set<string>): Group[] {
  const acts = ({ name }: Page) => ACT[name]!.some((one) => permissions.has(one));
  const seen = PAGES.filter(({ read }) => permissions.has(read));
  const groups = GROUPS.map((name) => {
    const all = PAGES.filter(({ group }) => group === name);
    const own = seen.filter((page) => page.group === name);
    const works = own.some(acts);
    const pages = works ? own.filter((page) => acts(page) || !ACT[page.name]!.length) : [];
    // A quarter more or less of it is no other order.
    return { name, pages, share: Math.floor((4 * pages.length) / all.length) };
  });
  const shown = new Set(groups.flatMap(({ pages }) => pages));
  const rest = seen.filter((page) => !shown.has(page)).sort((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group));
  const working = groups.filter(({ pages }) => pages.length).sort((one, other) => other.share - one.share).map(({ name, pages }): Group => ({ name, pages }));
  return rest.length ? [...working, { name: "look_up", pages: rest }] : working;
}
