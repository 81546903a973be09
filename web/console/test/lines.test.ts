import assert from "node:assert/strict";
import { test } from "node:test";
import { breadth, breaks, isProse } from "../src/lib/lines.ts";

test("a word and a number are read in one go", () => {
  for (const text of ["Question", "26113052862374", "INV-2026-000002", "提问", "owner@shop.example"]) assert.deepEqual(breaks(text), { whiteSpace: "nowrap", overflowWrap: "normal" }, text);
});

test("several words are broken between them, and only what has no place for it anywhere", () => {
  for (const text of ["Long-staple cotton bedding set", "到货时杯口有缺口而且盒子也压坏了"]) assert.deepEqual(breaks(text), { overflowWrap: "break-word" }, text);
  for (const text of ["du_str_6ae3f117ff578e77369c", "of 01m8m5xpmcmpf1rbvd7t1fqja3"]) assert.deepEqual(breaks(text), { overflowWrap: "anywhere" }, text);
});

test("what somebody wrote is told from words, times and codes; Chinese takes twice the room", () => {
  assert.deepEqual(["cup", "杯子", "杯 a"].map(breadth), [3, 4, 4]);
  const [texts, others] = [["包裹晚到了三天,盒子压坏了。", "It came three days late."], ["buyer", "买家", "2026-11-29T17:32:00.123456Z", "cpl_01M8M5VVGZXCWYV6QK1ZR7661N", "VAT 13", 3, null, { amount: 1, currency: "CNY" }]];
  assert.deepEqual([...texts, ...others].filter(isProse), texts);
});
