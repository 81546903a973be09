import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { filled, operation } from "../../api/catalogue.ts";
import { call } from "../../api/client.ts";
import { digits } from "../../lib/digits.ts";
import { transferStart } from "../../lib/transfer.ts";
import { CommandButton } from "../../forms/CommandButton.tsx";
import { CodeName, isId, Ref } from "../Refs.tsx";
import { Dialogue } from "../Dialogue.tsx";
import { Offered } from "../Offered.tsx";
import { useCommand } from "../useCommand.tsx";
import { FoundAt, useQuestion } from "../useDraft.ts";
import { useText, Value } from "../Value.tsx";
import { Failed } from "../Waiting.tsx";
import { Ahead } from "./Ahead.tsx";

const WAREHOUSES = "/v1/admin/warehouses";
const transfer = operation("POST", "/v1/admin/stock/{id}/transfer");
/** What has no form of its own here, either: when it is low, how many are never offered. */
const SHELF_STEPS = [operation("PUT", "/v1/admin/stock/{id}/threshold"), operation("PUT", "/v1/admin/stock/{id}/safety")].filter((one) => one !== undefined);

/** How many pieces there are and where; adjusting and counting for who may. */
export function Stock({ variant, shelves }: { variant: any; shelves?: boolean }) {
  const say = useTranslate();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const queries = useQueryClient();
  const [moves, setMoves] = useState(false);
  const { data, error } = useQuery({ queryKey: ["stock", variant.id], queryFn: () => call(`/v1/admin/stock/${variant.id}`) });
  const places = useQuery({ queryKey: ["codes", WAREHOUSES], queryFn: () => call(WAREHOUSES, { query: { limit: 100 } }), enabled: Boolean(transfer && permissions?.has(transfer.may)), staleTime: 600_000 });
  if (!data) return error ? <Failed error={error} /> : <Typography variant="body2">{say("say.loading")}</Typography>;
  return (
    <FoundAt.Provider value={`/stock?variant=${encodeURIComponent(variant.sku)}`}>
      <Stack direction="row" spacing={1} sx={{ alignItems: "center", flexWrap: "wrap", rowGap: 1 }}>
        <Value value={data.state} kind="state" />
        {(["on_hand", "reserved", "available"] as const).map((name) => <Typography key={name} variant="body2">{say(`field.${name}`)}: <strong>{text(data[name])}</strong></Typography>)}
        <Offered when={Boolean(permissions?.has("stock.write"))}><Change variant={variant} stock={data} how="adjust" /><Change variant={variant} stock={data} how="count" /></Offered>
        {transfer && (places.data ?? places.error) ? <CommandButton step={transfer} address={filled(transfer.path, variant.id)} row={data} start={transferStart(data.warehouses, places.data?.data ?? [])} onDone={() => void queries.invalidateQueries({ queryKey: ["stock"] })} /> : null}
        {SHELF_STEPS.map((step) => <CommandButton key={step.path} step={step} address={filled(step.path, variant.id)} row={data} onDone={() => void queries.invalidateQueries({ queryKey: ["stock"] })} />)}
        <Ahead variant={variant} />
        <Button size="small" onClick={() => setMoves(!moves)} aria-expanded={moves}>{say("goods.movements")}</Button>
      </Stack>
      {shelves ? data.warehouses.map((one: any) => <Typography key={one.warehouse} variant="body2" color="text.secondary"><CodeName name="warehouse_id" code={one.warehouse} />: {text(one.on_hand)}</Typography>) : null}
      {moves ? <Movements variant={variant} /> : null}
    </FoundAt.Provider>
  );
}

function Change({ variant, stock, how }: { variant: any; stock: any; how: "adjust" | "count" }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const { run, busy, problem, clear } = useCommand();
  const path = `/v1/admin/stock/${variant.id}/${how}`;
  const { open, typed: { pieces, reason, warehouse }, touched, ask, close, put } = useQuestion(path, { pieces: "", reason: "", warehouse: String(stock.warehouses[0]?.warehouse ?? "") });
  const fits = how === "adjust" ? /^[+-]?\d{1,9}$/.test(pieces) && Number(pieces) !== 0 : /^\d{1,9}$/.test(pieces);
  const go = async () => {
    const body = { ...(how === "adjust" ? { delta: Number(pieces) } : { counted: Number(pieces) }), reason: reason.trim(), ...(warehouse ? { warehouse_id: warehouse } : {}) };
    if (await run(path, { body })) {
      close();
      await queries.invalidateQueries({ queryKey: ["stock"] });
    }
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => { clear(); ask(); }}>{say(`do.${how}`)}</Button>
      <Dialogue title={`${say(`do.${how}`)} · ${variant.sku}`} go={say(`do.${how}`)} open={open} busy={busy} problem={problem} ready={fits && reason.trim() !== ""} typed={touched} onClose={close} onGo={go}>
        <TextField autoFocus label={say(how === "adjust" ? "goods.delta" : "goods.counted")} value={pieces} error={pieces !== "" && !fits} helperText={pieces !== "" && !fits ? say("say.whole_number") : undefined} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ pieces: digits(event.target.value) })} />
        {stock.warehouses.length > 1 ? <TextField select label={say("field.warehouse")} value={warehouse} onChange={(event) => put({ warehouse: event.target.value })}>{stock.warehouses.map((one: any) => <MenuItem key={one.warehouse} value={one.warehouse}><CodeName name="warehouse_id" code={one.warehouse} />: {one.on_hand}</MenuItem>)}</TextField> : null}
        <TextField label={say("goods.reason")} required value={reason} onChange={(event) => put({ reason: event.target.value })} slotProps={{ htmlInput: { maxLength: 200 } }} />
      </Dialogue>
    </>
  );
}

/** Why the shop moved pieces by itself is a code; what somebody wrote is as they wrote it. */
function Movements({ variant }: { variant: any }) {
  const say = useTranslate();
  const { data, error } = useQuery({ queryKey: ["stock", variant.id, "movements"], queryFn: () => call(`/v1/admin/stock/${variant.id}/movements`, { query: { limit: 20 } }) });
  if (error) return <Failed error={error} />;
  const counts = (move: any) => (["on_hand", "reserved"] as const).filter((name) => move[name]).map((name) => `${move[name] > 0 ? "+" : ""}${move[name]} ${say(`field.${name}`)}`);
  const reason = (move: any) => say(`moved.${move.reason || move.cause}`, { _: move.reason || "" });
  // `ord_…#take`: of what, and what of it.
  const about = (move: any) => String(move.cause ?? "").split("#")[0]!;
  return (
    <ul style={{ margin: "8px 0", paddingLeft: 20 }}>
      {(data?.data ?? []).map((move: any, index: number) => (
        <li key={index}><Typography variant="body2"><Value value={move.at} /> · {[...counts(move), reason(move)].filter(Boolean).join(" · ")}{isId(about(move)) ? <> · <Ref id={about(move)} list /></> : null}</Typography></li>
      ))}
    </ul>
  );
}
