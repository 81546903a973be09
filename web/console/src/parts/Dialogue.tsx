// A question before something is done: what is asked, what was refused, and the button that does it.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { useLeaveGuard } from "./useLeaveGuard.ts";

type Props = { title: string; go: string; children: ReactNode; open: boolean; busy: boolean; problem: string; dangerous?: boolean; ready?: boolean; /** Something was typed that is nowhere else. */ typed: boolean; onClose: () => void; onGo: () => void };

export function Dialogue({ title, go, children, open, busy, problem, dangerous, ready = true, typed, onClose, onGo }: Props) {
  const say = useTranslate();
  const narrow = useMediaQuery("(max-width:600px)");
  useLeaveGuard(open && typed && !busy);
  // The key and the ground beside it are pressed by mistake; the button says what it does.
  const left = () => {
    if (!typed || window.confirm(say("say.drop"))) onClose();
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
          {go === say("ra.action.close") ? null : <Button onClick={onClose} disabled={busy}>{say("say.close")}</Button>}
          <Button type="submit" variant="contained" color={dangerous ? "error" : "primary"} disabled={!ready || busy}>{go}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
