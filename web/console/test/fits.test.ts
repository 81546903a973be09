// No step is offered at a row that can only be refused there. What the contract says a step may be refused for (409) is told by the row, and
// then lib/fits.ts asks it, or by something else, which is named here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addressOf, deeperOf, nameOfStep, operation, puttingOf, relatedOf, stepsOf, type Operation } from "../src/api/catalogue.ts";
import { FITS, fits } from "../src/lib/fits.ts";
import { SPECS } from "../src/resources.ts";

const contract = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
const ANYWHERE = ["answer_not_kept", "idempotency_conflict", "version_conflict"];
/** Told by what is typed, by other rows, or by what only the shop knows at that moment. */
const ELSEWHERE: Record<string, string[]> = {
  "what is typed": ["slug_taken", "external_id_taken", "sku_taken", "barcode_taken", "duplicate_sku", "duplicate_barcode", "duplicate_option_combination", "area_taken", "receipt_used", "segment_loop", "segment_too_large", "unknown_segment", "waybill_taken", "too_many_scanned", "already_short", "quantity_exceeds_ordered", "several_warehouses", "campaign_running", "no_account", "not_informed", "variant_options_fixed"],
  "how many there are": ["too_many_slots", "too_many_templates", "too_many_versions", "too_many_messages", "too_many_files", "too_many_live_promotions", "too_many_running", "too_many_reviews", "too_many_refunds", "too_many_compensations", "too_many_offers", "too_many_parcels", "too_many", "last_owner"],
  "what else names it": ["category_in_use", "brand_in_use", "media_in_use", "zone_in_use", "segment_in_use", "warehouse_in_use", "exclusive_overlap", "form_closed", "template_missing"],
  "goods and money at that moment": ["out_of_stock", "not_offered", "unpublished", "awaiting_stock", "capture_failed", "capture_would_release", "product_in_stock", "product_ordered", "product_too_large", "pieces_refunded", "already_paid_back", "no_deduction", "nothing_to_refund", "nothing_left", "red_exceeds_blue", "does_not_fit", "goods_stay", "not_counted", "in_warranty", "pieces_put_right"],
  "others outside": ["void_refused", "courier_refused", "courier_unable", "evidence_refused", "file_missing", "people_not_counted"],
  "a record beside the row": ["order_on_hold", "buyer_erased", "not_agreed", "no_factor", "works_here", "no_address", "fapiao_exists", "fapiao_unavailable", "shares_off", "goods_code_missing", "nothing_to_invoice", "not_current"],
};
/** A state that is typed beside others, and an invitation that somebody took meanwhile. */
const APART = ["products.edit", "staff.remove"];
const elsewhere = new Set(Object.values(ELSEWHERE).flat());

const codesOf = (step: Operation): string[] => {
  const told = contract.paths[step.path][step.method.toLowerCase()].responses["409"]?.$ref.split("/").at(-1);
  return told ? contract.components.responses[told]["x-codes"] : [];
};

/** Each step that a page can offer: of a row, and of what hangs on it. */
function* offered(): Iterable<{ resource: string; step: Operation; codes: string[] }> {
  for (const { name, path } of SPECS) {
    const own = (["PATCH", "PUT", "POST", "DELETE"] as const).map((method) => operation(method, `${path}/{id}`));
    const lists = relatedOf(path);
    for (const step of [...own, ...stepsOf(path), ...lists.map((list) => operation("POST", list.path))]) if (step) yield { resource: name, step, codes: codesOf(step) };
    for (const list of lists) for (const step of deeperOf(list)) yield { resource: `${name}/${list.path.split("/").at(-1)}`, step, codes: codesOf(step) };
  }
}

test("what a step is refused for is asked of the row, or told by something else", () => {
  const open: string[] = [];
  for (const { resource, step, codes } of offered()) {
    const states = codes.filter((code) => !ANYWHERE.includes(code) && !elsewhere.has(code));
    if (states.length && !APART.includes(`${resource}.${nameOfStep(step)}`) && !FITS[resource]?.[nameOfStep(step)]) open.push(`${resource}.${nameOfStep(step)}: ${states.join(" ")}`);
  }
  assert.deepEqual(open, []);
});

test("what is asked of rows are steps that there are", () => {
  const known = new Set([...offered()].map(({ resource, step }) => `${resource}.${nameOfStep(step)}`));
  for (const { name, path, steps } of SPECS) {
    for (const step of steps ?? []) known.add(`${name}.${step.verb}`);
    for (const list of relatedOf(path)) if (puttingOf(list)) known.add(`${name}.${nameOfStep(list)}`);
  }
  const strange = Object.entries(FITS).flatMap(([resource, each]) => Object.keys(each).map((name) => `${resource}.${name}`)).filter((one) => !known.has(one));
  // Amending is asked of the shoppers' side.
  assert.deepEqual(strange, ["orders.amend"]);
});

test("a reason that no step has is none", () => {
  const all = new Set([...offered()].flatMap(({ codes }) => codes));
  assert.deepEqual([...elsewhere].filter((code) => !all.has(code)), []);
});

const steps = (resource: string, row: object) => Object.keys(FITS[resource]!).filter((name) => fits(resource, name, row)).sort();

test("each state of a row has its steps", () => {
  assert.deepEqual(steps("roles", { built_in: true, people: 0 }), []);
  assert.deepEqual(steps("roles", { built_in: false, people: 2 }), ["edit"]);
  assert.deepEqual(steps("roles", { built_in: false, people: 0 }), ["edit", "remove"]);
  assert.deepEqual(steps("articles", { status: "draft", latest: 1, planned: null }), []);
  assert.deepEqual(steps("articles", { status: "draft", latest: 2, planned: { edition: 2 } }), ["archive", "roll_back", "unplan"]);
  assert.deepEqual(steps("articles", { status: "archived", latest: 1, planned: null }), []);
  assert.deepEqual(steps("picks", { state: "requested", lines: [{ quantity: 1, scanned: 0 }] }), ["scan", "short"]);
  assert.deepEqual(steps("picks", { state: "picking", lines: [{ quantity: 1, scanned: 1 }] }), ["pack"]);
  assert.deepEqual(steps("picks", { state: "packed", lines: [{ quantity: 1, scanned: 1 }] }), []);
  assert.deepEqual(steps("warehouses", { id: "main", active: false }), []);
  assert.deepEqual(steps("warehouses", { id: "whs_1", active: true }), []);
  assert.deepEqual(steps("jobs", { state: "cancelled", attempts: 0 }), []);
  assert.deepEqual(steps("jobs", { state: "cancelled", attempts: 1 }), ["retry"]);
  assert.deepEqual(steps("webhook_endpoints", { kind: "wms", state: "enabled" }), ["replay"]);
  assert.deepEqual(steps("templates", { built_in: true, latest_version: 0 }), []);
  assert.deepEqual(steps("staff", { status: "invited" }), ["resend"]);
  assert.deepEqual(steps("staff", { status: "suspended" }), ["edit", "reinstate", "reset_factor"]);
  assert.deepEqual(steps("api_keys", { revoked_at: "2026-01-01T00:00:00Z" }), []);
  assert.deepEqual(steps("returns", { kind: "repair", status: "approved" }), ["take_in"]);
  assert.deepEqual(steps("returns", { kind: "return", status: "approved" }), ["receive"]);
  assert.deepEqual(steps("returns", { kind: "return", status: "approved", stuck: "no_account" }), ["close", "receive"]);
  assert.deepEqual(steps("orders", { status: "paid", payment_status: "paid", on_hold: true, amendments: [] }), ["compensations", "fapiao", "preview", "refunds", "reject", "release"]);
  assert.deepEqual(steps("orders", { status: "pending_payment", payment_status: "unpaid", on_hold: false, amendments: [] }), ["amend"]);
  const long = new Date(Date.now() - 120_000).toISOString();
  assert.deepEqual(steps("schedules", { asked: { at: new Date().toISOString(), run: null } }), []);
  assert.deepEqual(steps("schedules", { asked: { at: long, run: null } }), ["run"]);
  assert.deepEqual(steps("returns", { kind: "return", status: "escalated", evidence_until: long }), ["rule"]);
  assert.deepEqual(steps("returns", { kind: "return", status: "escalated", evidence_until: new Date(Date.now() + 60_000).toISOString() }), []);
  assert.deepEqual(steps("disputes", { status: "open", deadline: long }), []);
});

test("what hangs on a row is asked for by the id that its address names", () => {
  const [end, edit] = [operation("DELETE", "/v1/admin/share_influencers/{id}/links/{product_id}")!, operation("PATCH", "/v1/admin/orders/{id}/notes/{note_id}")!];
  assert.equal(addressOf(end, "inf_1", { code: "F91D", product_id: "prod_1" }), "/v1/admin/share_influencers/inf_1/links/prod_1");
  assert.equal(addressOf(edit, "ord_1", { id: "not_1" }), "/v1/admin/orders/ord_1/notes/not_1");
});
