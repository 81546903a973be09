// A question before something is done: what is asked, what was refused, and the button that does it.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useEffect, useRef, type ReactNode } from "react";
import { useNotify, useTranslate } from "react-admin";
import { useHolding } from "./Offered.tsx";
import { useLeaveGuard } from "./useLeaveGuard.ts";

type Props = { title: string; go: string; children: ReactNode; open: boolean; busy: boolean; problem: string; /** A refusal that is told within. */ within?: string; dangerous?: boolean; ready?: boolean; /** Something was typed that is nowhere else. */ typed: boolean; onClose: () => void; onGo: () => void };

export function Dialogue({ title, go, children, open, busy, problem, within = "", dangerous, ready = true, typed, onClose, onGo }: Props) {
  const say = useTranslate();
  const narrow = useMediaQuery("(max-width:600px)");
  useHolding(open);
  const notify = useNotify();
  const shown = useRef("");
  shown.current = open ? problem || within : "";
  // What was refused because the row is gone from its list, is said although its question went with it.
  useEffect(() => () => void (shown.current && notify(shown.current, { type: "error", multiLine: true })), [notify]);
  const close = () => {
    shown.current = "";
    onClose();
  };
  useLeaveGuard(open && typed && !busy);
  // The key and the ground beside it are pressed by mistake; the button says what it does.
  const left = () => {
    if (!typed || window.confirm(say("say.drop"))) close();
  };
  return (
    <Dialog open={open} onClose={busy ? undefined : left} fullWidth maxWidth="sm" fullScreen={narrow} aria-labelledby="dialogue-title">
      <form
        style={{ display: "contents" }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (ready && !busy) onGo();
        }}
      >
        <DialogTitle id="dialogue-title" component="h2">{title}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {children}
            {dangerous ? <Alert severity="warning">{say("say.sure")}</Alert> : null}
            {problem ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{problem}</Alert> : null}
          </Stack>
        </DialogContent>
        <DialogActions>
          {go === say("ra.action.close") ? null : <Button onClick={close} disabled={busy}>{say("say.close")}</Button>}
          <Button type="submit" variant="contained" color={dangerous ? "error" : "primary"} disabled={!ready || busy}>{go}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
