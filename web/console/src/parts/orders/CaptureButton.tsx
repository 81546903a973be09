import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Dialogue } from "../Dialogue.tsx";
import { useCommand } from "../useCommand.tsx";
import { useText } from "../Value.tsx";

export function CaptureButton({ payment }: { payment: any }) {
  const say = useTranslate();
  const text = useText();
  const { run, busy, problem, clear } = useCommand();
  const [open, setOpen] = useState(false);
  const go = async () => {
    if (await run(`/v1/admin/payments/${payment.id}/capture`)) setOpen(false);
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => { clear(); setOpen(true); }}>{say("do.capture")}</Button>
      <Dialogue title={say("do.capture")} go={say("do.capture")} open={open} busy={busy} problem={problem} dangerous typed={false} onClose={() => setOpen(false)} onGo={go}>
        <Typography>{say("order.capture_hint", { amount: text(payment.amount) })}</Typography>
      </Dialogue>
    </>
  );
}
