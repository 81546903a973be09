import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { usePermissions, useTranslate } from "react-admin";
import { operation } from "../api/catalogue.ts";
import { fits } from "../lib/fits.ts";
import { specOf, type Step } from "../resources.ts";
import { Dialogue } from "./Dialogue.tsx";
import { useCommand } from "./useCommand.tsx";
import { useQuestion } from "./useDraft.ts";

/** Does one step with the row, for whoever may: at once, or after a question where a text is wanted or nothing leads back. */
export function StepButton({ resource, row, step }: { resource: string; row: any; step: Step }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const { run, busy, problem, clear } = useCommand();
  const path = `${specOf(resource).path}/${encodeURIComponent(row.id)}/${step.verb}`;
  const { open, typed: { text }, touched, ask, close, put } = useQuestion(path, { text: "" });
  const may = step.may ?? operation("POST", `${specOf(resource).path}/{id}/${step.verb}`)?.may ?? "";
  // What was asked stays until it is answered, also where somebody else has done it meanwhile.
  if (!open && (!permissions?.has(may) || !fits(resource, step.verb, row))) return null;
  const name = say(`do.${step.verb}`);
  const go = async () => {
    const body = { ...step.body, ...(step.text ? { [step.text]: text } : {}) };
    if (await run(path, { body, ifMatch: step.ifMatch ? row.version : undefined })) close();
  };
  const asks = Boolean(step.text || step.dangerous);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color={step.dangerous ? "error" : "primary"}
        disabled={busy}
        data-once={asks ? undefined : true}
        onClick={(event) => {
          event.stopPropagation();
          clear();
          ask();
          if (!asks) void go();
        }}
      >
        {name}
      </Button>
      <Dialogue title={name} go={name} open={open && (asks || Boolean(problem))} busy={busy} problem={problem} dangerous={step.dangerous} typed={asks && touched} onClose={close} onGo={go}>
        {step.text ? <TextField autoFocus multiline label={say(`field.${step.text}`)} value={text} onChange={(event) => put({ text: event.target.value })} fullWidth slotProps={{ htmlInput: { maxLength: 500 } }} /> : null}
      </Dialogue>
    </>
  );
}
