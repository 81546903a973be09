import assert from "node:assert/strict";
import { test } from "node:test";
import { toShip } from "../src/lib/parcels.ts";

const parcel = (waybill: string, status: "PENDING" | "CANCELLED", quantity: number): any => ({ waybill, status, lines: [{ line_id: "a", quantity }] });

test("what is sold and known to no carrier can be shipped; what is not paid, booked or called back cannot", () => {
  const lines = [{ id: "a", waiting_quantity: 2, reserved_quantity: 0 }, { id: "b", waiting_quantity: 0, reserved_quantity: 5 }];
  assert.deepEqual([...toShip({ lines, shipments: [] })], [["a", 2], ["b", 0]]);
  assert.deepEqual([...toShip({ lines, shipments: [parcel("", "PENDING", 3), parcel("", "CANCELLED", 7), parcel("SF1", "PENDING", 4)] })], [["a", 5], ["b", 0]]);
});
