// Two people, one record: the second is told what changed, and chooses. Only what they changed themselves is ever written.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useLocaleState, usePermissions, useTranslate } from "react-admin";
import { changed } from "../api/dataProvider.ts";
import { call } from "../api/client.ts";
import { Refusal } from "../api/problem.ts";
import { time } from "./Value.tsx";

type Conflict = { current: any; theirs: string[]; mine: string[]; by: string | null; at: string | null; overwrite: () => void };

/** `path` is the record's; `save(version, current)` sends the changes made on `before` under that version; who sends the whole takes the rest of `current`. Raises what is no conflict. */
export function useVersionedSave(path: string, onReload: () => void) {
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const say = useTranslate();
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const guarded = async (before: any, mine: string[], save: (version: number, current: any) => Promise<void>, now: any = before): Promise<boolean> => {
    try {
      await save(now.version, now);
      setConflict(null);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.code !== "version_conflict") throw error;
      const current = await call(path);
      const who = permissions?.has("audit.read") && current.id ? await lastChange(current.id) : null;
      setConflict({
        current, mine, theirs: Object.keys(changed(before, current)).filter((name) => !["updated_at", "variants"].includes(name)),
        by: who?.by ?? null, at: who?.at ?? current.updated_at ?? null,
        overwrite: () => void guarded(before, mine, save, current).then((done) => done && onReload(), () => setConflict(null)),
      });
      return false;
    }
  };
  const list = (names: string[]) => names.map((name) => say(`field.${name}`)).join(", ") || "–";
  const dialogue = conflict ? (
    <Dialog open aria-labelledby="conflict-title" fullWidth maxWidth="xs">
      <DialogTitle id="conflict-title" component="h2">{say("say.conflict")}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>{say("say.conflict_hint")}</Alert>
        {conflict.by || conflict.at ? <Typography>{say("say.conflict_by", { who: conflict.by ?? "?", at: conflict.at ? time(conflict.at, locale) : "?" })}</Typography> : null}
        <Typography>{say("say.conflict_fields", { fields: list(conflict.theirs) })}</Typography>
        <Typography>{say("say.conflict_mine", { fields: list(conflict.mine) })}</Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => setConflict(null)}>{say("say.close")}</Button>
        <Button onClick={() => { setConflict(null); onReload(); }}>{say("say.reload")}</Button>
        <Button color="error" variant="contained" onClick={conflict.overwrite}>{say("say.overwrite")}</Button>
      </DialogActions>
    </Dialog>
  ) : null;
  return { guarded, dialogue };
}

async function lastChange(subject: string): Promise<{ by: string; at: string } | null> {
  try {
    const [row] = (await call("/v1/admin/audit_log", { query: { subject, limit: 1 } })).data;
    return row ? { by: row.actor?.name ?? row.actor?.id ?? String(row.actor), at: row.at } : null;
  } catch {
    return null;
  }
}
