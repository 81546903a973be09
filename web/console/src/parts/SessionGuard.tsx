// A session that ends under a page: the page stays as it is, hidden, and whoever had it goes on where they were. Anybody else begins anew.
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import GlobalStyles from "@mui/material/GlobalStyles";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslate } from "react-admin";
import { askWith } from "../api/client.ts";
import { forgetDrafts, keepDrafts, putAway } from "../api/drafts.ts";
import { forget, onSignedOutElsewhere, signedIn } from "../api/session.ts";
import { person, watchRights, whoami } from "../api/whoami.ts";
import { SignInForm } from "../pages/SignIn.tsx";
import { Spoken } from "./Spoken.tsx";
import { letAllGo } from "./useLeaveGuard.ts";

const leave = () => {
  letAllGo();
  forget();
  window.location.replace("/admin/");
};

export const SessionGuard = ({ children }: { children: ReactNode }) => <Spoken><Guard>{children}</Guard></Spoken>;

function Guard({ children }: { children: ReactNode }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const waiting = useRef<{ promise: Promise<void>; go: () => void } | null>(null);
  const whose = useRef<string | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    askWith(() => {
      if (!waiting.current) {
        whose.current = person();
        void keepDrafts();
        let go = () => {};
        const promise = new Promise<void>((resolve) => (go = resolve));
        waiting.current = { promise, go };
        setOpen(true);
      }
      return waiting.current.promise;
    });
    const stop = watchRights(queries);
    const still = onSignedOutElsewhere(() => {
      if (!signedIn()) {
        forgetDrafts();
        leave(); // the session was shared
      }
      else fetchAgain();
    });
    const fetchAgain = () => whoami().catch(() => undefined);
    return () => {
      stop();
      still();
    };
  }, [queries]);

  const done = async () => {
    const me = await whoami();
    if (whose.current !== null && me.id !== whose.current) {
      letAllGo();
      window.location.hash = "#/";
      window.location.reload();
      return;
    }
    // What was put by is still on the page.
    putAway();
    waiting.current?.go();
    waiting.current = null;
    setOpen(false);
    await queries.invalidateQueries();
  };

  return (
    <>
      <div style={{ display: "contents", visibility: open ? "hidden" : undefined }}>{children}</div>
      {/* Questions and menus of the page stand beside it, not in it. */}
      {open ? <GlobalStyles styles={{ "body > .MuiModal-root:not([data-again]), body > .MuiPopper-root": { visibility: "hidden !important" } }} /> : null}
      <Dialog open={open} fullWidth maxWidth="xs" aria-labelledby="again-title" data-again>
        <DialogTitle id="again-title" component="h2">{say("signin.again")}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{say("signin.again_hint")}</DialogContentText>
          {open ? <SignInForm onDone={done} /> : null}
        </DialogContent>
        <DialogActions><Button onClick={leave}>{say("signin.leave")}</Button></DialogActions>
      </Dialog>
    </>
  );
}
