// What staff keep on an order for each other: tags that it is found by, and notes. Its buyer sees neither.
import Autocomplete from "@mui/material/Autocomplete";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useRefresh, useTranslate } from "react-admin";
import { operation } from "../../api/catalogue.ts";
import { call } from "../../api/client.ts";
import { Refusal } from "../../api/problem.ts";
import { whoami } from "../../api/whoami.ts";
import { CommandButton } from "../../forms/CommandButton.tsx";
import { NoteForm } from "../NoteForm.tsx";
import { Offered } from "../Offered.tsx";
import { useTry } from "../useCommand.tsx";
import { useText, Value } from "../Value.tsx";
import { Failed, Waiting } from "../Waiting.tsx";

const TRIES = 4;

export function Tags({ order }: { order: any }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const refresh = useRefresh();
  const path = `/v1/admin/orders/${order.id}`;
  const { busy, problem, attempt } = useTry();
  // What was given and taken since the page was read; it stands there until the page has read it, or it was sent again.
  const [mine, setMine] = useState<{ at: number; given: string[]; taken: string[] } | null>(null);
  const kept = mine && (problem || busy || mine.at > order.version) ? mine : null;
  const shown = kept ? amended(order.tags, kept) : (order.tags as string[]);
  const save = async (wanted: string[]) => {
    const change = { given: wanted.filter((tag) => !order.tags.includes(tag)), taken: order.tags.filter((tag: string) => !wanted.includes(tag)) };
    const send = (now: any) => call<any>(path, { method: "PATCH", body: { tags: amended(now.tags, change) }, ifMatch: now.version });
    setMine({ at: order.version, ...change });
    // A tag writes over nobody's: where the order was changed meanwhile, it is given to the order as it is now. One that is on its way moves often.
    const again = (left: number) => async (error: unknown): Promise<any> => {
      if (!left || !(error instanceof Refusal) || error.problem.code !== "version_conflict") throw error;
      return send(await call(path)).catch(again(left - 1));
    };
    await attempt(() => send(order).catch(again(TRIES)), (saved) => {
      setMine({ at: saved.version, ...change });
      refresh();
    });
  };
  if (!permissions?.has("orders.write")) return <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap" }}>{shown.length ? shown.map((tag) => <Chip key={tag} size="small" label={tag} />) : <Typography variant="body2">{say("say.empty")}</Typography>}</Stack>;
  return (
    <>
      <Autocomplete multiple freeSolo options={[]} value={shown} disabled={busy} onChange={(_, wanted) => void save(wanted.map((tag) => tag.trim()).filter(Boolean))}
        renderInput={(params) => <TextField {...params} label={say("field.tags")} helperText={say("order.tags_hint")} inputProps={{ ...params.inputProps, maxLength: 40 }} />} />
      {problem ? <Alert severity="error" role="alert" action={<Button size="small" color="inherit" disabled={busy} data-once onClick={() => void save(shown)}>{say("say.retry")}</Button>}>{problem}</Alert> : null}
    </>
  );
}

/** These tags with what was given and without what was taken. */
const amended = (tags: string[], { given, taken }: { given: string[]; taken: string[] }) => [...new Set([...tags.filter((tag) => !taken.includes(tag)), ...given])];

export function Notes({ order }: { order: string }) {
  const say = useTranslate();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const path = `/v1/admin/orders/${order}/notes`;
  const me = useQuery({ queryKey: ["auth", "whoami"], queryFn: whoami });
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["orders", "notes", order],
    queryFn: ({ pageParam }) => call(path, { query: { limit: 20, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (isPending) return <Waiting />;
  if (!data) return <Failed error={error} />;
  const notes = data.pages.flatMap((page: any) => page.data);
  const change = operation("PATCH", `${path}/{note_id}`);
  const remove = operation("DELETE", `${path}/{note_id}`);
  const may = (note: any) => permissions?.has("orders.write") || note.author === me.data?.id;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      {notes.map((note: any) => (
        <Box key={note.id} sx={{ py: 0.5, borderTop: 1, borderColor: "divider" }}>
          <Typography variant="body2" sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{note.text}</Typography>
          <Typography variant="caption" color="text.secondary">{note.author === me.data?.id ? say("order.note_mine") : say("order.note_colleague")} · <Value value={note.written_at} />{note.edited_at ? ` · ${say("order.note_edited", { at: text(note.edited_at) })}` : ""}</Typography>
          {may(note) ? <Stack direction="row" spacing={1}>{change ? <CommandButton step={change} address={`${path}/${note.id}`} row={note} name={say("do.edit")} /> : null}{remove ? <CommandButton step={remove} address={`${path}/${note.id}`} row={note} /> : null}</Stack> : null}
        </Box>
      ))}
      {!notes.length ? <Typography variant="body2">{say("say.empty")}</Typography> : null}
      {hasNextPage ? <Button size="small" onClick={() => fetchNextPage()}>{say("form.further")}</Button> : null}
      <Offered when={Boolean(permissions?.has("orders.note"))}><NoteForm path={path} stale={["orders", "notes", order]} /></Offered>
    </>
  );
}
