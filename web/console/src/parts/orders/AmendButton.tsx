// An order is changed before it is shipped: pieces more or less, further goods. What it would cost then, and what would be paid or go back, is
// asked of the shop first; what was agreed to is sent with it, so that nobody changes an order otherwise than they saw.
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { digits } from "../../lib/digits.ts";
import { call } from "../../api/client.ts";
import { Dialogue } from "../Dialogue.tsx";
import { useCommand, useProblem } from "../useCommand.tsx";
import { useQuestion } from "../useDraft.ts";
import { useText } from "../Value.tsx";
import { VariantChoice, type Chosen } from "../products/VariantChoice.tsx";

type Typed = { pieces: Record<string, string>; more: (Chosen & { quantity: string })[]; reason: string };
const EMPTY: Typed = { pieces: {}, more: [], reason: "" };

export function AmendButton({ order }: { order: any }) {
  const say = useTranslate();
  const text = useText();
  const tell = useProblem();
  const { run, busy, problem, clear } = useCommand();
  const path = `/v1/orders/${order.id}`;
  const { open, typed: { pieces, more, reason }, touched, ask, close, put } = useQuestion<Typed>(path, EMPTY);
  const number = (typed: string) => (/^\d{1,4}$/.test(typed) ? Number(typed) : null);
  const changedLines = order.lines.filter((line: any) => number(pieces[line.id] ?? "") !== null && number(pieces[line.id]!) !== line.quantity);
  const fits = Object.values(pieces).every((typed) => number(typed) !== null) && more.every((one) => number(one.quantity));
  const lines = [...changedLines.map((line: any) => ({ line_id: line.id, quantity: number(pieces[line.id]!) })), ...more.map((one) => ({ variant_id: one.id, quantity: number(one.quantity) }))];
  const wish = { lines, ...(reason.trim() ? { reason: reason.trim() } : {}) };
  const preview = useQuery({
    queryKey: ["orders", "amend preview", order.id, order.version, JSON.stringify(lines)],
    queryFn: () => call(`/v1/orders/${order.id}/preview`, { method: "POST", body: { lines } }),
    enabled: open && fits && lines.length > 0,
  });
  const go = async () => {
    if (await run(path, { method: "PATCH", body: { ...wish, preview_hash: preview.data.preview_hash }, ifMatch: preview.data.version })) close();
  };
  const told = preview.data;
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => { clear(); ask(); }}>{say("order.amend")}</Button>
      <Dialogue title={`${say("order.amend")} ${order.number}`} go={say("order.amend")} open={open} busy={busy} problem={problem} ready={Boolean(told) && fits && lines.length > 0} typed={touched} onClose={close} onGo={go}>
        {order.lines.map((line: any) => {
          const typed = pieces[line.id] ?? String(line.quantity);
          return (
            <TextField key={line.id} label={`${text(line.title)} · ${line.sku}`} value={typed} error={number(typed) === null} helperText={say("order.was", { count: line.quantity })}
              slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ pieces: { ...pieces, [line.id]: digits(event.target.value) } })} />
          );
        })}
        {more.map((one, index) => (
          <Stack key={one.id} direction="row" spacing={1}>
            <TextField label={one.name} value={one.quantity} error={!number(one.quantity)} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ more: more.map((other, at) => (at === index ? { ...other, quantity: digits(event.target.value) } : other)) })} />
            <Button color="error" onClick={() => put({ more: more.filter((_, at) => at !== index) })}>{say("do.remove")}</Button>
          </Stack>
        ))}
        <VariantChoice label={say("order.add_goods")} onChoose={(one) => !more.some((other) => other.id === one.id) && put({ more: [...more, { ...one, quantity: "1" }] })} />
        <TextField label={say("goods.reason")} value={reason} helperText={say("order.buyer_reads")} onChange={(event) => put({ reason: event.target.value })} slotProps={{ htmlInput: { maxLength: 500 } }} />
        {preview.error ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{tell(preview.error)}</Alert> : told && lines.length ? (
          <Alert severity="info" data-preview>
            <Box>{say("order.total_change", { before: text(told.before.total), after: text(told.after.total) })}</Box>
            {told.due.amount ? <Box>{say("order.due", { amount: text(told.due) })}</Box> : null}
            {told.give_back.amount ? <Box>{say("order.refund_money", { amount: text(told.give_back) })}</Box> : null}
          </Alert>
        ) : <Alert severity="info">{say("order.amend_hint")}</Alert>}
      </Dialogue>
    </>
  );
}
