import assert from "node:assert/strict";
import { test } from "node:test";
import { operation, operations } from "../src/api/catalogue.ts";
import { loggedZh } from "../src/i18n/logged.ts";
import { toldFields, toldRelated } from "../src/i18n/zhFields.ts";
import { fields } from "../src/i18n/zhMore.ts";
import { documents, fieldNames } from "../src/i18n/zhNames.ts";
import { zh } from "../src/i18n/zh.ts";
import { calledIn, doneBy, placeOf, readOn } from "../src/lib/logged.ts";

const told = (action: string) => {
  const { page, parts, verb, adds } = doneBy(action, operation)!;
  return [page?.name, ...parts, verb, adds].filter(Boolean).join(" ");
};

test("what was done is told by its page, what of it, and the step", () => {
  assert.equal(told("POST /v1/admin/orders/{id}/shipments/{shipment_id}/cancel"), "orders shipments cancel");
  assert.equal(told("POST /v1/admin/orders/{id}/shipments"), "orders create shipments");
  assert.equal(told("DELETE /v1/admin/products/{id}/variants/{variant_id}"), "products variants remove");
  assert.equal(told("POST /v1/admin/products"), "products create");
  assert.equal(told("POST /v1/admin/views"), "create");
  assert.equal(told("PUT /v1/admin/tax_settings"), "edit");
  assert.equal(told("POST /v1/admin/price_lists/exchange_rates"), "exchange_rates restore");
  assert.equal(doneBy("personal_data.read", operation), null);
});

test("what was acted on is shown where its own step says, and not where a part of it was meant", () => {
  assert.equal(placeOf("POST /v1/admin/staff/{id}/suspend")?.name, "staff");
  assert.equal(placeOf("POST /v1/admin/orders/{id}/shipments/{shipment_id}/cancel"), undefined);
  assert.equal(placeOf("PATCH /v1/admin/views/{page}/{id}"), undefined);
  assert.equal(readOn({ after: { operation: "GET /v1/admin/fapiao" } })?.name, "fapiao");
  assert.equal(readOn({ after: {} }), undefined);
});

test("it is called as what was written says, unless that is masked", () => {
  const text = (value: any) => (typeof value === "string" ? value : value.en);
  assert.equal(calledIn({ before: { title: { en: "Old" } }, after: { title: { en: "New" }, slug: "new" } }, text), "New");
  assert.equal(calledIn({ before: { name: "Kept" }, after: { name: "***", price: 3 } }, text), "Kept");
  assert.equal(calledIn({ before: {}, after: { delta: 3 } }, text), "");
});

test("whatever staff may do has Chinese words in the log", () => {
  const related: Record<string, string> = { ...toldRelated, ...loggedZh.related, ...zh.related };
  const named: Record<string, string> = { ...toldFields, ...fieldNames, ...fields, ...zh.field };
  const [steps, pages, papers]: Record<string, string>[] = [{ ...loggedZh.do, ...zh.do }, zh.page, { ...loggedZh.document, ...documents }];
  const missing = operations.filter((one) => one.method !== "GET").flatMap((one) => {
    const { page, document, parts, verb, adds } = doneBy(`${one.method} ${one.path}`, operation)!;
    return [
      ...(page || pages![document] || papers![document] || papers![document.replace(/_(settings|rules)$/, "")] ? [] : [`document.${document}`]),
      ...[...parts, ...(adds ? [adds] : [])].filter((part) => !related[part] && !named[part]).map((part) => `related.${part}`), ...(steps![verb] ? [] : [`do.${verb}`]),
    ];
  });
  assert.deepEqual([...new Set(missing)].sort(), []);
});
