import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { digits } from "../../lib/digits.ts";
import { toShip } from "../../lib/parcels.ts";
import { Dialogue } from "../Dialogue.tsx";
import { useCommand } from "../useCommand.tsx";
import { useQuestion } from "../useDraft.ts";
import { useText } from "../Value.tsx";

type Typed = { carrier: string; waybill: string; pieces: Record<string, string> };

/** A parcel of what no carrier has yet: pieces, carrier, and a waybill of one's own or the carrier's. */
export function ShipButton({ order }: { order: any }) {
  const say = useTranslate();
  const text = useText();
  const { run, busy, problem, clear } = useCommand();
  const path = `/v1/admin/orders/${order.id}/shipments`;
  const { open, typed: { carrier, waybill, pieces }, touched, ask, close, put } = useQuestion<Typed>(path, { carrier: order.delivery_option?.carrier ?? "", waybill: "", pieces: {} });
  const { data } = useQuery({ queryKey: ["carriers", "all"], queryFn: () => call("/v1/admin/carriers", { query: { limit: 100 } }), enabled: open });
  const there = toShip(order);
  const left = (line: any) => there.get(line.id)!;
  const lines = order.lines.filter((line: any) => left(line) > 0);
  if (!lines.length && !open) return null;
  const of = (line: any) => pieces[line.id] ?? String(left(line));
  const chosen = lines.map((line: any) => ({ line_id: line.id, quantity: Number(of(line)) })).filter((line: any) => line.quantity > 0);
  const fits = lines.every((line: any) => /^\d+$/.test(of(line)) && Number(of(line)) <= left(line));
  const go = async () => {
    if (await run(path, { body: { carrier, waybill: waybill.trim() || null, lines: chosen } })) close();
  };
  return (
    <>
      <Button size="small" variant="contained" onClick={() => { clear(); ask(); }}>{say("do.ship")}</Button>
      <Dialogue title={`${say("do.ship")} ${order.number}`} go={say("do.ship")} open={open} busy={busy} problem={problem} ready={fits && chosen.length > 0 && Boolean(carrier)} typed={touched} onClose={close} onGo={go}>
        <Typography variant="body2">{say("order.ship_hint")} {say("order.ship_after")}</Typography>
        {lines.map((line: any) => (
          <TextField key={line.id} label={`${text(line.title)} · ${line.sku}`} value={of(line)} helperText={`${say("order.left")}: ${left(line)}`} error={!/^\d+$/.test(of(line)) || Number(of(line)) > left(line)}
            slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ pieces: { ...pieces, [line.id]: digits(event.target.value) } })} />
        ))}
        <TextField select label={say("field.carrier")} value={carrier} onChange={(event) => put({ carrier: event.target.value })}>
          {[...new Set<string>([carrier, ...(data?.data ?? []).filter((one: any) => one.enabled).map((one: any) => one.code)])].filter(Boolean).map((code) => <MenuItem key={code} value={code}>{text((data?.data ?? []).find((one: any) => one.code === code)?.name) || code}</MenuItem>)}
        </TextField>
        <TextField label={say("order.own_waybill")} value={waybill} onChange={(event) => put({ waybill: event.target.value })} slotProps={{ htmlInput: { maxLength: 64 } }} />
      </Dialogue>
    </>
  );
}
