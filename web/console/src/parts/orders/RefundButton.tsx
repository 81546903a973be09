// Money back: all that is left, by piece, or an amount. What would happen is asked of the shop before it happens.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { digits } from "../../lib/digits.ts";
import { parseMoney } from "../../lib/money.ts";
import { Dialogue } from "../Dialogue.tsx";
import { MoneyText } from "../MoneyText.tsx";
import { useCommand, useProblem } from "../useCommand.tsx";
import { useQuestion } from "../useDraft.ts";
import { useText } from "../Value.tsx";

type How = "whole" | "by_piece" | "amount";
type Typed = { how: How; pieces: Record<string, string>; typed: string; reason: string; restock: boolean };
const EMPTY: Typed = { how: "by_piece", pieces: {}, typed: "", reason: "", restock: true };
const unsent = (line: any) => line.reserved_quantity + line.waiting_quantity + line.in_parcel_quantity;

export function RefundButton({ order }: { order: any }) {
  const say = useTranslate();
  const text = useText();
  const tell = useProblem();
  const { run, busy, problem, clear } = useCommand();
  const form = `/v1/admin/orders/${order.id}/refunds`;
  const { open, typed: { how, pieces, typed, reason, restock }, touched, ask, close, put } = useQuestion<Typed>(form, EMPTY);

  const rest = (line: any) => line.quantity - line.refunded_quantity;
  const lines = order.lines.filter((line: any) => rest(line) > 0);
  const amount = parseMoney(typed, order.currency);
  const chosen = lines.map((line: any) => ({ line_id: line.id, quantity: Number(pieces[line.id] || "0") })).filter((one: any) => one.quantity > 0);
  const fits = lines.every((line: any) => /^\d*$/.test(pieces[line.id] ?? "") && Number(pieces[line.id] || "0") <= rest(line));
  const complete = how === "whole" || (how === "amount" ? amount !== null && amount > 0 : fits && chosen.length > 0);
  const wish = { reason: reason.trim() || "-", restock, ...(how === "by_piece" ? { lines: chosen } : how === "amount" ? { amount: { amount: amount ?? 0, currency: order.currency } } : {}) };
  const asked = JSON.stringify(how === "whole" ? {} : how === "amount" ? amount : chosen);
  const preview = useQuery({
    queryKey: ["orders", "refund preview", order.id, order.version, how, asked],
    queryFn: () => call(`/v1/admin/orders/${order.id}/refunds/preview`, { method: "POST", body: { ...wish, reason: "-" } }),
    enabled: open && complete,
  });
  const back = (preview.data?.parts ?? []).reduce((sum: number, one: any) => sum + Math.min(one.quantity ?? 0, unsent(order.lines.find((line: any) => line.id === one.line_id) ?? {}) || 0), 0);
  const go = async () => {
    if (await run(form, { body: wish })) close();
  };
  return (
    <>
      <Button size="small" variant="outlined" color="error" onClick={() => { clear(); ask(); }}>{say("do.refund")}</Button>
      <Dialogue title={`${say("do.refund")} ${order.number}`} go={say("do.refund")} open={open} busy={busy} problem={problem} dangerous ready={complete && Boolean(preview.data) && reason.trim() !== ""} typed={touched} onClose={close} onGo={go}>
        <TextField select label={say("do.refund")} value={how} onChange={(event) => put({ how: event.target.value as How })}>
          {(["by_piece", "amount", "whole"] as const).map((one) => <MenuItem key={one} value={one}>{say(`order.${one}`)}</MenuItem>)}
        </TextField>
        {how === "by_piece" ? lines.map((line: any) => (
          <TextField key={line.id} label={`${text(line.title)} · ${line.sku}`} value={pieces[line.id] ?? ""} placeholder="0" helperText={`0 – ${rest(line)}`} error={!/^\d*$/.test(pieces[line.id] ?? "") || Number(pieces[line.id] || "0") > rest(line)}
            slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ pieces: { ...pieces, [line.id]: digits(event.target.value) } })} />
        )) : null}
        {how === "amount" ? <MoneyText label={say("field.amount")} value={typed} currency={order.currency} onChange={(typed) => put({ typed })} /> : null}
        <TextField label={say("goods.reason")} required value={reason} onChange={(event) => put({ reason: event.target.value })} slotProps={{ htmlInput: { maxLength: 200 } }} />
        <FormControlLabel control={<Checkbox checked={restock} onChange={(event) => put({ restock: event.target.checked })} />} label={say("order.restock")} />
        {preview.error ? <Alert severity="error" sx={{ whiteSpace: "pre-line" }}>{tell(preview.error)}</Alert> : preview.data && complete ? (
          <Alert severity="info" data-preview>
            {say("order.refund_money", { amount: text(preview.data.amount) })}<br />
            {restock && back ? say("order.restock_yes", { count: back }) : say("order.restock_no")}<br />
            {say("order.refund_left", { amount: text(preview.data.left) })}
          </Alert>
        ) : <Alert severity="info">{say("order.checked")}</Alert>}
      </Dialogue>
    </>
  );
}
