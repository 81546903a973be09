import assert from "node:assert/strict";
import { test } from "node:test";
import { operations as operationsText } from "../src/catalogue.gen.ts";
import { en } from "../src/i18n/en.ts";
import { beginsOf, contractBegins, filtersOf } from "../src/lib/filters.ts";
import { inWarehouse, TILES, tilesOf } from "../src/lib/tiles.ts";
import { follow } from "../src/lib/time.ts";
import { SPECS } from "../src/resources.ts";

const operations: any[] = JSON.parse(operationsText);
const asked = (path: string) => operations.find((one) => one.method === "GET" && one.path === path);

test("a tile asks a list of the contract, with its right and questions that it knows", () => {
  for (const { name, read, path, query } of TILES) {
    const list = asked(path);
    assert.ok(list?.list || path.includes("/reports/"), `${name}: ${path}`);
    assert.equal(list.may, read, name);
    const known = new Set(list.query?.map((one: any) => one.name));
    assert.deepEqual(Object.keys(query).filter((one) => !known.has(one)), [], name);
    assert.ok((en.dash as Record<string, string>)[name], name);
  }
});

test("what runs out is counted over days of the shop, and over the next ones once another begins", () => {
  const days = (now: string) => {
    follow({ timezone: "Asia/Shanghai", now });
    return TILES.filter((one) => one.counted).map((one) => [one.query.from, one.query.to, new URL(one.to, "https://shop.example").searchParams.get("to")]);
  };
  assert.deepEqual(days("2026-11-29T15:59:59Z"), [["2026-11-01", "2026-11-28", "2026-11-28"], ["2026-11-01", "2026-11-28", "2026-11-28"]]);
  assert.deepEqual(days("2026-11-29T16:00:00Z"), [["2026-11-02", "2026-11-29", "2026-11-29"], ["2026-11-02", "2026-11-29", "2026-11-29"]]);
  const ledger = SPECS.find((one) => one.name === "ledger")!;
  assert.deepEqual(ledger.begins, { from: "2026-11-28" });
});

test("a tile leads to the list that asks the same, so that it shows as many", () => {
  for (const { name, path, query, to } of [...TILES, inWarehouse(TILES.find((one) => one.name === "picks")!, "main")]) {
    const { pathname, searchParams } = new URL(to, "https://shop.example");
    if (pathname === "/reports") {
      const { report, limit, ...questions } = Object.fromEntries(searchParams);
      assert.deepEqual([`/v1/admin/reports/${report}`, questions], [path, query], name);
      continue;
    }
    const spec = SPECS.find((one) => `/${one.name}` === pathname)!;
    const filter = JSON.parse(searchParams.get("filter") ?? JSON.stringify(beginsOf(spec)));
    assert.ok(!spec.search?.by.some((one) => filter[one]), name);
    // What the API begins with is the same asked and not asked.
    assert.deepEqual([spec.path, { ...contractBegins(spec), ...spec.query, ...filter }], [path, { ...contractBegins(spec), ...query }], name);
    // What it is filtered by can be seen and changed there.
    for (const [source, value] of Object.entries(filter)) {
      const found = filtersOf(spec).find((one) => one.source === source);
      assert.ok(found?.of || found?.choices?.includes(String(value)), `${name}: ${source}`);
    }
  }
});

test("a tile is told to who may do the work, not to who may only read of it", () => {
  const told = (permissions: string[], all = true) => tilesOf(new Set(permissions), all).map(({ name }) => name);
  assert.deepEqual(told(["orders.read", "payments.read", "moderation.read", "catalog.read", "stock.read", "reports.read"]), []);
  assert.deepEqual(told(["orders.read", "shipments.write"]), ["to_ship", "picks", "coming_back", "exceptions"]);
  // Nothing is asked that would be refused: what is counted by a report, or is of the whole shop.
  assert.deepEqual(told(["stock.write"]), []);
  // What runs out is told to whoever does stock: by the report of who may read it, else by what there is.
  assert.deepEqual(told(["stock.write", "stock.read"]), ["none_left", "few_left"]);
  assert.deepEqual(told(["stock.write", "stock.read", "reports.read"]), ["sold_out", "low_stock"]);
  assert.deepEqual(told(["stock.write", "stock.read", "reports.read"], false), ["none_left", "few_left"]);
  assert.deepEqual(told(["orders.read", "orders.write"]), ["returns", "complaints", "overdue"]);
  assert.deepEqual(told(["orders.read", "orders.write"], false), ["returns"]);
});
