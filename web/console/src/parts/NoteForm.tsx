import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useHolding } from "./Offered.tsx";
import { useCommand } from "./useCommand.tsx";
import { draftFor, useDraft } from "./useDraft.ts";
import { useLeaveGuard } from "./useLeaveGuard.ts";

/** A note for colleagues; half a one outlives its writer's session. `stale`: what shows notes. */
export function NoteForm({ path, stale }: { path: string; stale: unknown[] }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const { run, busy, problem } = useCommand();
  const [text, setText] = useState(() => String(draftFor(path) ?? ""));
  const half = text.trim() !== "";
  const sent = useDraft(path, half ? text : null);
  useLeaveGuard(half);
  useHolding(half);
  const go = async () => {
    if (!(await run(path, { body: { text } }))) return;
    sent();
    setText("");
    await queries.invalidateQueries({ queryKey: stale });
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (half && !busy) void go(); }}>
      <Stack spacing={1} sx={{ mt: 1, mb: 2 }}>
        <TextField label={say("do.note")} multiline value={text} onChange={(event) => setText(event.target.value)} slotProps={{ htmlInput: { maxLength: 2000 } }} />
        {problem ? <Alert severity="error" role="alert">{problem}</Alert> : null}
        <Button type="submit" variant="outlined" disabled={!half || busy}>{say("do.note")}</Button>
      </Stack>
    </form>
  );
}
