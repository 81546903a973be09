// A job that somebody starts from a page: followed on its own page by who sees jobs, by anybody else here, until its file can be fetched.
import Alert from "@mui/material/Alert";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { usePermissions, useRedirect, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { Dialogue } from "./Dialogue.tsx";
import { Bar } from "./Progress.tsx";
import { useText, Value } from "./Value.tsx";
import { Failed, Waiting } from "./Waiting.tsx";

const ASKS_AGAIN_MS = 2_000;

/** `follow`: told the job that was made. `followed`: stands on the page. */
export function useFollowedJob(): { follow: (job: { id: string }) => void; followed: ReactNode } {
  const redirect = useRedirect();
  const { permissions } = usePermissions<Set<string>>();
  const [id, setId] = useState("");
  return {
    follow: (job) => (permissions?.has("jobs.read") ? redirect("show", "jobs", job.id) : setId(job.id)),
    followed: id ? <Followed id={id} onClose={() => setId("")} /> : null,
  };
}

function Followed({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useTranslate();
  const text = useText();
  const { data: job, error } = useQuery({
    queryKey: ["jobs", "mine", id], queryFn: () => call<any>(`/v1/admin/jobs/${id}/mine`),
    refetchInterval: ({ state }) => (state.error || ["succeeded", "failed", "cancelled"].includes(state.data?.state) ? false : ASKS_AGAIN_MS),
  });
  const { total = null, done = 0, failed = 0 } = job?.progress ?? {};
  return (
    <Dialogue title={job ? text(job.kind, "state") : say("do.export")} go={say("ra.action.close")} open busy={false} problem="" typed={false} onClose={onClose} onGo={onClose}>
      {error ? <Failed error={error} /> : !job ? <Waiting /> : <Typography component="div" data-job={job.state}><Value value={job.state} kind="state" /></Typography>}
      {job && (total !== null || done) ? <Bar done={done} all={total ?? done} text={say("progress.rows", { done: text(done), total: total === null ? "?" : text(total), failed: text(failed) })} /> : null}
      {job?.error ? <Alert severity="error">{job.error.detail}</Alert> : null}
      {job?.result ? <Link href={job.result.url} target="_blank" rel="noopener noreferrer">{say("do.file", { kind: job.result.filename })}</Link> : <Typography variant="body2" color="text.secondary">{say("form.job_here")}</Typography>}
    </Dialogue>
  );
}
