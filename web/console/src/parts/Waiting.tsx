import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Typography from "@mui/material/Typography";
import { useRefresh, useTranslate } from "react-admin";
import { useProblem } from "./useCommand.tsx";

export function Waiting() {
  const say = useTranslate();
  return <div role="status"><LinearProgress aria-label={say("say.loading")} /><Typography variant="body2" sx={{ p: 1 }}>{say("say.loading")}</Typography></div>;
}

/** What a page could not read, and the way to try again. A right that is missing is said in its place. Among tiles it has a
 * row of its own: what went wrong has no room in one. */
export function Failed({ error }: { error: unknown }) {
  const say = useTranslate();
  const tell = useProblem();
  const refresh = useRefresh();
  const refused = (error as { status?: number }).status === 403;
  return <Alert severity={refused ? "info" : "error"} sx={{ my: 1, gridColumn: "1 / -1", "& .MuiAlert-message": { overflowWrap: "anywhere" } }} action={refused ? undefined : <Button color="inherit" size="small" onClick={refresh}>{say("say.retry")}</Button>}>{refused ? say("say.refused") : tell(error)}</Alert>;
}
