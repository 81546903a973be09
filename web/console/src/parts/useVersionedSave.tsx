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
import { time } from "../lib/time.ts";
import { tells } from "../lib/told.ts";
import { Who } from "./Names.tsx";
import { useTold } from "./useCommand.tsx";
import { useThere } from "./useThere.ts";

type Change = { by: any; at: string | null };
/** The log hears of a change some seconds later: whoever waits before the question is told then. */
const ASKED_MS = [0, 1_500, 3_000, 5_000];
type Conflict = { current: any; theirs: string[]; /** None: it is removed. */ mine: string[] | null; last: Change; overwrite: () => Promise<void> };
type Ways = { onReload: () => void; onDone?: () => void; subject?: string; who?: () => Promise<Change | null> };

/** `read` tells the record as it is now; `save(version, current)` sends the changes made on `before` under that version; who sends the whole takes the
 * rest of `current`. Raises what is no conflict. `onDone`: overwritten (else as after a reload); `subject`: its name in the audit log, where that is not its id;
 * `who` tells who changed it last where another list says so. */
export function useVersionedSave(read: () => Promise<any>, { onReload, onDone = onReload, subject, who }: Ways) {
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const say = useTranslate();
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useTold();
  const there = useThere();
  const name = async (asked: Conflict, ask: () => Promise<Change | null>) => {
    for (const wait of ASKED_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const last = there.current ? await ask().catch(() => null) : null;
      if (!last && there.current) continue;
      // Another question may stand there by now.
      if (last) setConflict((now) => (now && now.current === asked.current ? { ...now, last } : now));
      return;
    }
  };
  const guarded = async (before: any, mine: string[] | null, save: (version: number, current: any) => Promise<void>, now: any = before): Promise<boolean> => {
    try {
      await save(now.version, now);
      setConflict(null);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.code !== "version_conflict") throw error;
      const current = await read();
      // Nobody is there to be asked.
      if (!current || !there.current) throw error;
      const differs = Object.keys(changed(before, current)).filter((name) => name in before && name !== "updated_at");
      const asked: Conflict = {
        current, mine, theirs: differs.filter((name) => name !== "variants"), last: { by: null, at: current.updated_at ?? null },
        overwrite: async () => void ((await guarded(before, mine, save, current)) && onDone()),
      };
      setProblem(null);
      setConflict(asked);
      const of = subject ?? current.id;
      if (who) void name(asked, who);
      else if (permissions?.has("audit.read") && of) void name(asked, () => lastChange(of, (row) => tells(row, before, current, differs)));
      return false;
    }
  };
  const list = (names: string[]) => names.map((name) => say(`field.${name}`)).join(", ") || "–";
  const overwrite = async () => {
    setBusy(true);
    setProblem(null);
    // What is refused for another reason is told here: the form behind would look as if it had been sent.
    await conflict!.overwrite().catch(setProblem);
    setBusy(false);
  };
  const [before, after] = conflict ? say(conflict.last.at ? "say.conflict_by" : "say.conflict_who", { who: "\0", at: conflict.last.at && time(conflict.last.at, locale) }).split("\0") : [];
  const dialogue = conflict ? (
    <Dialog open aria-labelledby="conflict-title" fullWidth maxWidth="xs">
      <DialogTitle id="conflict-title" component="h2">{say("say.conflict")}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>{say(conflict.mine ? "say.conflict_hint" : "say.conflict_gone")}</Alert>
        <Typography>{before}{conflict.last.by ? <Who actor={conflict.last.by} /> : say("say.somebody")}{after}</Typography>
        <Typography>{say("say.conflict_fields", { fields: list(conflict.theirs) })}</Typography>
        {conflict.mine ? <Typography>{say("say.conflict_mine", { fields: list(conflict.mine) })}</Typography> : null}
        {problem ? <Alert severity="error" role="alert" sx={{ mt: 2, whiteSpace: "pre-line" }}>{problem}</Alert> : null}
      </DialogContent>
      <DialogActions>
        <Button disabled={busy} onClick={() => setConflict(null)}>{say("say.close")}</Button>
        <Button disabled={busy} onClick={() => { setConflict(null); onReload(); }}>{say("say.reload")}</Button>
        <Button color="error" variant="contained" disabled={busy} data-once onClick={() => void overwrite()}>{say(conflict.mine ? "say.overwrite" : "do.remove")}</Button>
      </DialogActions>
    </Dialog>
  ) : null;
  return { guarded, dialogue };
}

async function lastChange(subject: string, isIt: (row: any) => boolean): Promise<Change | null> {
  const [row] = (await call("/v1/admin/audit_log", { query: { subject, limit: 1 } })).data;
  return row && isIt(row) ? { by: row.actor, at: row.at } : null;
}
