// A job that somebody starts from a page: followed where they stand, or, of a list that sees jobs, on its own page.
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { usePermissions, useRedirect, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { call } from "../api/client.ts";
import { Dialogue } from "./Dialogue.tsx";
import { Bar } from "./Progress.tsx";
import { useText, Value } from "./Value.tsx";
import { Failed, Waiting } from "./Waiting.tsx";

const ASKS_AGAIN_MS = 2_000;
const ENDED = ["succeeded", "failed", "cancelled"];
const ROWS = 20;

/** Whether an answer is a job that was started, and no row of another kind. */
export const isJob = (answer: any): answer is { id: string } => typeof answer?.id === "string" && answer.id.startsWith("job_") && typeof answer.progress === "object";

/** A job of one's own as it is, asked again until it has ended. */
export const useJob = (id: string) =>
  useQuery({
    queryKey: ["jobs", "mine", id], queryFn: () => call<any>(`/v1/admin/jobs/${id}/mine`), enabled: id !== "",
    refetchInterval: ({ state }) => (state.error || ENDED.includes(state.data?.state) ? false : ASKS_AGAIN_MS),
  });

/** `follow`: told the job that was made. `followed`: stands on the page. `here`: also for who could go to the job's own page. */
export function useFollowedJob({ here }: { here?: boolean } = {}): { follow: (job: { id: string }) => void; followed: ReactNode } {
  const redirect = useRedirect();
  const { permissions } = usePermissions<Set<string>>();
  const [id, setId] = useState("");
  return {
    follow: (job) => (!here && permissions?.has("jobs.read") ? redirect("show", "jobs", job.id) : setId(job.id)),
    followed: id ? <Followed id={id} onClose={() => setId("")} /> : null,
  };
}

function Followed({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useTranslate();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const { data: job } = useJob(id);
  return (
    <Dialogue title={job ? text(job.kind, "state") : say("say.loading")} go={say("ra.action.close")} open busy={false} problem="" typed={false} onClose={onClose} onGo={onClose}>
      <JobSteps id={id} />
      {job?.result ? <Link href={job.result.url} target="_blank" rel="noopener noreferrer">{say("do.file", { kind: job.result.filename })}</Link> : !job || ENDED.includes(job.state) ? null : <Typography variant="body2" color="text.secondary">{say("form.job_here")}</Typography>}
      {permissions?.has("jobs.read") ? <Link component={RouterLink} to={`/jobs/${id}/show`}>{say("form.job_page")}</Link> : null}
    </Dialogue>
  );
}

/** How far it is, what stopped it, and which rows could not be done. */
export function JobSteps({ id }: { id: string }) {
  const say = useTranslate();
  const text = useText();
  const { data: job, error } = useJob(id);
  const { total = null, done = 0, failed = 0 } = job?.progress ?? {};
  if (!job) return error ? <Failed error={error} /> : <Waiting />;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <Typography component="div" role="status" data-job={job.state}><Value value={job.state} kind="state" /></Typography>
      {total !== null || done ? <Bar done={done} all={total ?? done} text={say("progress.rows", { done: text(done), total: total === null ? "?" : text(total), failed: text(failed) })} /> : null}
      {job.error ? <Alert severity="error" role="alert">{job.error.detail}</Alert> : null}
      {failed && ENDED.includes(job.state) ? <FailedRows id={id} /> : null}
    </>
  );
}

/** The first of them; all stand on the page of the job. */
function FailedRows({ id }: { id: string }) {
  const say = useTranslate();
  const text = useText();
  const { data, error } = useQuery({ queryKey: ["jobs", "mine", id, "rows"], queryFn: () => call<any>(`/v1/admin/jobs/${id}/mine/rows`, { query: { status: "failed", limit: ROWS } }) });
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  return (
    <Box component="ul" sx={{ m: 0, pl: 2 }} data-failed-rows>
      {data.data.map((row: any) => <li key={row.line}><Typography variant="body2" component="span" sx={{ overflowWrap: "anywhere" }}>{say("form.job_line", { line: text(row.line) })}{say("form.colon")}{row.detail ?? text(row.code, "state")}</Typography></li>)}
    </Box>
  );
}
