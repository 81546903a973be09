import assert from "node:assert/strict";
import { test } from "node:test";
import { place, written } from "../src/lib/address.ts";
import { planOf } from "../src/lib/plan.ts";
import { follow } from "../src/lib/time.ts";

test("an address is written as in its country", () => {
  const hangzhou = { street: "文三路 1 号", district: "西湖区", city: "杭州市", province: "浙江省", postal_code: "310000", country: "CN" };
  assert.equal(written(hangzhou, "zh"), "中国 310000 浙江省杭州市西湖区文三路 1 号");
  assert.equal(written({ ...hangzhou, province: "上海市", city: "上海市", district: "", postal_code: null }, "en"), "China 上海市文三路 1 号");
  assert.equal(written({ street: "12 High St", city: "Leeds", postal_code: "LS1 4AP", country: "GB" }, "en"), "12 High St, Leeds, LS1 4AP, United Kingdom");
  assert.equal(written({ street: "12 High St", country: "nowhere" }, "en"), "12 High St, nowhere");
});

test("where a file is can be told of any address, and what is none is none", () => {
  assert.deepEqual(place("https://shop.example/%E6%9D%AF.pdf"), { host: "shop.example", path: "/杯.pdf" });
  assert.deepEqual(place("https://shop.example/100%"), { host: "shop.example", path: "/100%" });
  assert.equal(place("https://["), null);
});

test("when something runs is said in words, what is not known as it is written", () => {
  assert.deepEqual(planOf("rate(1 minute)"), { key: "minutes", count: 1 });
  assert.deepEqual(planOf("rate(6 hours)"), { key: "hours", count: 6 });
  assert.deepEqual(planOf("cron(5 18 * * ? *)"), { key: "daily", at: "18:05" });
  assert.deepEqual(planOf("cron(25 * * * ? *)"), { key: "hourly", at: "25" });
  assert.equal(planOf("cron(0 9 ? * MON *)"), null);
  follow({ timezone: "Asia/Kolkata", now: "2026-11-29T10:00:00Z" });
  assert.deepEqual([planOf("cron(5 18 * * ? *)"), planOf("cron(25 * * * ? *)")], [{ key: "daily", at: "23:35" }, { key: "hourly", at: "55" }], "on the shop's clock");
});
