import assert from "node:assert/strict";
import { test } from "node:test";
import { transferStart } from "../src/lib/transfer.ts";

const open = (...ids: string[]) => ids.map((id) => ({ id, active: true }));
const lies = (pieces: Record<string, number>) => Object.entries(pieces).map(([warehouse, on_hand]) => ({ warehouse, on_hand }));

test("a transfer begins with what nobody has to choose", () => {
  assert.deepEqual(transferStart(lies({ main: 5, north: 0 }), open("main", "north")), { from_warehouse_id: "main", to_warehouse_id: "north" });
  assert.deepEqual(transferStart(lies({ main: 5, north: 2 }), open("main", "north")), {});
  assert.deepEqual(transferStart(lies({ main: 0, north: 2 }), open("main", "north", "south")), { from_warehouse_id: "north" });
  // Between bins.
  assert.deepEqual(transferStart(lies({ main: 5 }), open("main")), { from_warehouse_id: "main", to_warehouse_id: "main" });
  // A closed one takes nothing in, and may be emptied.
  assert.deepEqual(transferStart(lies({ main: 0, north: 2 }), [...open("main"), { id: "north", active: false }]), { from_warehouse_id: "north", to_warehouse_id: "main" });
  assert.deepEqual(transferStart(lies({ main: 0, north: 0 }), open("main", "north")), {});
  assert.deepEqual(transferStart([], []), {});
});
