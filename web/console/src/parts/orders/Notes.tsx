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
import { usePermissions, useTranslate } from "react-admin";
import { operation } from "../../api/catalogue.ts";
import { call } from "../../api/client.ts";
import { whoami } from "../../api/whoami.ts";
import { CommandButton } from "../../forms/CommandButton.tsx";
import { NoteForm } from "../NoteForm.tsx";
import { useCommand } from "../useCommand.tsx";
import { useText, Value } from "../Value.tsx";
import { Failed, Waiting } from "../Waiting.tsx";

const MOST_TAGS = 20;

export function Tags({ order }: { order: any }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const { run, busy, problem } = useCommand();
  const [tags, setTags] = useState<string[] | null>(null);
  const shown = tags ?? (order.tags as string[]);
  const save = async (wanted: string[]) => {
    setTags(wanted);
    await run(`/v1/admin/orders/${order.id}`, { method: "PATCH", body: { tags: wanted }, ifMatch: order.version });
    setTags(null);
  };
  if (!permissions?.has("orders.write")) return <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap" }}>{shown.length ? shown.map((tag) => <Chip key={tag} size="small" label={tag} />) : <Typography variant="body2">{say("say.empty")}</Typography>}</Stack>;
  return (
    <>
      <Autocomplete multiple freeSolo options={[]} value={shown} disabled={busy} onChange={(_, wanted) => void save(wanted.map((tag) => tag.trim()).filter(Boolean).slice(0, MOST_TAGS))}
        renderInput={(params) => <TextField {...params} label={say("field.tags")} helperText={say("order.tags_hint")} inputProps={{ ...params.inputProps, maxLength: 40 }} />} />
      {problem ? <Alert severity="error" role="alert">{problem}</Alert> : null}
    </>
  );
}

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
  if (error) return <Failed error={error} />;
  if (isPending) return <Waiting />;
  const notes = data.pages.flatMap((page: any) => page.data);
  const change = operation("PATCH", `${path}/{note_id}`);
  const remove = operation("DELETE", `${path}/{note_id}`);
  const may = (note: any) => permissions?.has("orders.write") || note.author === me.data?.id;
  return (
    <>
      {notes.map((note: any) => (
        <Box key={note.id} sx={{ py: 0.5, borderTop: 1, borderColor: "divider" }}>
          <Typography variant="body2" sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{note.text}</Typography>
          <Typography variant="caption" color="text.secondary">{note.author === me.data?.id ? say("order.note_mine") : say("order.note_colleague")} · <Value value={note.written_at} />{note.edited_at ? ` · ${say("order.note_edited", { at: text(note.edited_at) })}` : ""}</Typography>
          {may(note) ? <Stack direction="row" spacing={1}>{change ? <CommandButton step={change} address={`${path}/${note.id}`} row={note} name={say("do.edit")} /> : null}{remove ? <CommandButton step={remove} address={`${path}/${note.id}`} row={note} /> : null}</Stack> : null}
        </Box>
      ))}
      {!notes.length ? <Typography variant="body2">{say("say.empty")}</Typography> : null}
      {hasNextPage ? <Button size="small" onClick={() => fetchNextPage()}>{say("form.further")}</Button> : null}
      {permissions?.has("orders.note") ? <NoteForm path={path} stale={["orders", "notes", order]} /> : null}
    </>
  );
}
