// How far something has got: pieces of a flash sale, rows of a job. A job that runs is asked again until it has ended.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import LinearProgress from "@mui/material/LinearProgress";
import Typography from "@mui/material/Typography";
import { useEffect } from "react";
import { useRefresh, useTranslate } from "react-admin";
import { useText } from "./Value.tsx";

const ASKS_AGAIN_MS = 2_000;

export function Bar({ done, all, text }: { done: number; all: number; text: string }) {
  return (
    <Card sx={{ mt: 1 }}><CardContent>
      <LinearProgress variant="determinate" value={all ? Math.min(100, (100 * done) / all) : 0} aria-label={text} />
      <Typography variant="body2" sx={{ mt: 1 }} data-progress>{text}</Typography>
    </CardContent></Card>
  );
}

export function SoldOf({ row }: { row: any }) {
  const say = useTranslate();
  const text = useText();
  const sold = row.left === null ? null : row.quota - row.left;
  return sold === null ? null : <Bar done={sold} all={row.quota} text={say("progress.sold", { sold: text(sold), quota: text(row.quota), left: text(row.left) })} />;
}

export function JobProgress({ row }: { row: any }) {
  const say = useTranslate();
  const text = useText();
  const refresh = useRefresh();
  const runs = row.state === "queued" || row.state === "running";
  useEffect(() => {
    if (!runs) return undefined;
    const again = setInterval(refresh, ASKS_AGAIN_MS);
    return () => clearInterval(again);
  }, [runs, refresh]);
  const { total, done, failed } = row.progress;
  return total === null && !done ? null : <Bar done={done} all={total ?? done} text={say("progress.rows", { done: text(done), total: total === null ? "?" : text(total), failed: text(failed) })} />;
}
