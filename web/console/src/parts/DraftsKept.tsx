// Says that something typed before a session ended is here, and leads to it.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { useSyncExternalStore } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { drafts, dropDraft, onDrafts } from "../api/drafts.ts";

export function DraftsKept() {
  const say = useTranslate();
  const kept = useSyncExternalStore(onDrafts, drafts);
  if (!kept.length) return null;
  return (
    <>
      {kept.map(({ form, at }) => (
        <Alert key={form} severity="info" role="status" sx={{ mt: 1 }}
          action={<><Button size="small" component={Link} to={at}>{say("do.show")}</Button><Button size="small" onClick={() => dropDraft(form)}>{say("drafts.drop")}</Button></>}>
          {say("drafts.kept", { page: say(`page.${at.split("/")[1]!.split("?")[0] || "dashboard"}`) })}
        </Alert>
      ))}
    </>
  );
}
