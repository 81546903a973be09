import assert from "node:assert/strict";
import { test } from "node:test";
import { missing, read, rowOf } from "../src/lib/variants.ts";

const known = { sku: "A", options: { size: "S" }, price: { amount: 1250, currency: "CNY" }, list_price: null, barcode: "77", weight_g: 120, image: "/a.webp", external_id: "x" };

test("a row that nobody touched is sent as it was read", () => {
  assert.deepEqual(read(rowOf(known), known), { sku: "A", options: { size: "S" }, price: { amount: 1250, currency: "CNY" }, list_price: null, weight_g: 120, barcode: "77", image: "/a.webp", external_id: "x" });
});

test("what is no amount, weight or SKU is not sent", () => {
  for (const wrong of [{ price: "12.345" }, { price: "" }, { list_price: "-5" }, { weight_g: "1.5" }, { sku: " " }]) assert.equal(read({ ...rowOf(known), ...wrong }, known), null);
  assert.deepEqual((read({ ...rowOf(known), price: "1,299", list_price: "１４００" }, known) as any).list_price, { amount: 140000, currency: "CNY" });
});

test("missing combinations, and none while variants are unknown", () => {
  const options = [{ name: "size", values: ["S", "M"] }, { name: "colour", values: ["red", "blue"] }];
  const there = [{ options: { size: "S", colour: "red" } }, { options: { size: "M", colour: "blue" } }];
  assert.deepEqual(missing(options, there), [{ size: "S", colour: "blue" }, { size: "M", colour: "red" }]);
  assert.deepEqual(missing(options, there, true), []);
  assert.deepEqual(missing([], []), []);
});
