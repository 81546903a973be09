// Pictures and videos of a product: uploaded from a file or dropped here, put in order by drag (mouse, finger or keyboard), described, taken away.
// Nothing is changed before it is saved; who goes away meanwhile is asked.
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { arrayMove, rectSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from "@dnd-kit/sortable";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useLocaleState, usePermissions, useRefresh, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { upload } from "../upload.ts";
import { useProblem, useTry } from "../useCommand.tsx";
import { useLeaveGuard } from "../useLeaveGuard.ts";
import { useVersionedSave } from "../useVersionedSave.tsx";

type Picture = { url: string; alt: Record<string, string>; sizes: Record<string, string> };
type Coming = { id: string; name: string; percent: number; problem?: string };
const TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,video/mp4,video/webm,video/quicktime";

export function Pictures({ product }: { product: any }) {
  const say = useTranslate();
  const tell = useProblem();
  const refresh = useRefresh();
  const { permissions } = usePermissions<Set<string>>();
  const may = Boolean(permissions?.has("catalog.write"));
  const [draft, setDraft] = useState<{ from: any; pictures: Picture[] } | null>(null);
  const [coming, setComing] = useState<Coming[]>([]);
  const { busy, problem, attempt } = useTry();
  const there = useRef(true);
  useEffect(() => {
    there.current = true;
    return () => void (there.current = false);
  }, []);
  const { guarded, dialogue } = useVersionedSave(() => call(`/v1/admin/products/${product.id}`), { onReload: () => again() });
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const own: Picture[] = product.images;
  const pictures = draft?.pictures ?? own;
  // Where nobody else touched the pictures meanwhile, what was typed stands on the newest version.
  const base = draft && JSON.stringify(draft.from.images) !== JSON.stringify(own) ? draft.from : product;
  const dirty = draft !== null && JSON.stringify(draft.pictures) !== JSON.stringify(own);
  const uploading = coming.some((one) => !one.problem);
  useLeaveGuard(dirty || uploading);
  const change = (to: (now: Picture[]) => Picture[]) => setDraft((now) => ({ from: now?.from ?? product, pictures: to(now?.pictures ?? own) }));

  const take = async (files: File[]) => {
    // What failed before is tried again. Two of one name have a bar each.
    setComing((now) => now.filter((one) => !one.problem || !files.some((file) => file.name === one.name)));
    for (const file of files) {
      const mark = { id: crypto.randomUUID(), name: file.name, percent: 0 };
      const told = (more: Partial<Coming>) => there.current && setComing((now) => now.map((one) => (one.id === mark.id ? { ...one, ...more } : one)));
      setComing((now) => [...now, mark]);
      try {
        const made = await upload("/v1/admin/media", { filename: file.name, content_type: file.type || "image/jpeg", size: file.size }, file, "complete", (percent) => told({ percent }));
        if (!there.current) return;
        if (made.status === "rejected" || !made.url) told({ problem: say(`state.${made.reason ?? made.status}`) });
        else {
          change((now) => [...now, { url: made.url, alt: made.alt ?? {}, sizes: {} }]);
          setComing((now) => now.filter((one) => one.id !== mark.id));
        }
      } catch (error) {
        told({ problem: tell(error) });
      }
    }
  };
  const again = () => { setDraft(null); refresh(); };
  const save = () => {
    const body = { images: pictures.map(({ url, alt }) => (Object.keys(alt).length ? { url, alt } : { url })) };
    return attempt(() => guarded(base, ["images"], async (version) => void (await call(`/v1/admin/products/${product.id}`, { method: "PATCH", body, ifMatch: version }))), again);
  };
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) change((now) => arrayMove(now, now.findIndex((one) => one.url === active.id), now.findIndex((one) => one.url === over.id)));
  };
  return (
    <Card sx={{ mb: 2 }}><CardContent
      onDragOver={(event) => { if (may && event.dataTransfer.types.includes("Files")) event.preventDefault(); }}
      onDrop={(event) => { if (may && event.dataTransfer.files.length) { event.preventDefault(); void take([...event.dataTransfer.files]); } }}
    >
      <Typography variant="h6" component="h2" gutterBottom>{say("goods.pictures")}</Typography>
      {pictures.length ? (
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={dropped}>
          <SortableContext items={pictures.map((one) => one.url)} strategy={rectSortingStrategy}>
            <Box component="ul" sx={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(150px, 1fr))", gap: 1.5, p: 0, m: 0, listStyle: "none" }}>
              {pictures.map((one, index) => (
                <Tile key={one.url} picture={one} place={index + 1} reads={!may} disabled={!may || busy} onAlt={(alt) => change((now) => now.map((other) => (other.url === one.url ? { ...other, alt } : other)))} onRemove={() => change((now) => now.filter((other) => other.url !== one.url))} />
              ))}
            </Box>
          </SortableContext>
        </DndContext>
      ) : <Typography variant="body2" color="text.secondary">{say(may ? "goods.pictures_none" : "say.empty")}</Typography>}
      {coming.map((one) => (
        <Box key={one.id} data-coming sx={{ mt: 1 }}>
          <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>{one.name}</Typography>
          {one.problem ? <Alert severity="error" role="alert" onClose={() => setComing((now) => now.filter((other) => other.id !== one.id))} sx={{ whiteSpace: "pre-line" }}>{one.problem}</Alert>
            : <LinearProgress variant={one.percent < 100 ? "determinate" : "indeterminate"} value={one.percent} aria-label={one.name} />}
        </Box>
      ))}
      {problem ? <Alert severity="error" role="alert" sx={{ mt: 2, whiteSpace: "pre-line" }}>{problem}</Alert> : null}
      {may ? (
        <Stack direction="row" spacing={1} sx={{ mt: 2, flexWrap: "wrap", rowGap: 1 }}>
          <Button component="label" variant="outlined" size="small">
            {say("goods.upload")}
            <input type="file" hidden multiple accept={TYPES} data-pictures onChange={(event) => { void take([...(event.target.files ?? [])]); event.target.value = ""; }} />
          </Button>
          <Button variant="contained" size="small" disabled={!dirty || uploading || busy} data-once onClick={() => void save()}>{say("goods.save_pictures")}</Button>
          {dirty ? <Button size="small" onClick={() => setDraft(null)}>{say("say.reload")}</Button> : null}
        </Stack>
      ) : null}
      {dialogue}
    </CardContent></Card>
  );
}

type TileProps = { picture: Picture; place: number; disabled: boolean; reads: boolean; onAlt: (alt: Record<string, string>) => void; onRemove: () => void };

function Tile({ picture, place, disabled, reads, onAlt, onRemove }: TileProps) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: picture.url, disabled });
  // Own pictures come by this host; those of other hosts are named only: the page may not ask them for anything.
  const own = picture.sizes["480"] ?? (new URL(picture.url, location.href).origin === location.origin || picture.url.includes("/v1/media/") ? picture.url : null);
  const source = own && new URL(own, location.href).pathname;
  const video = /\.(mp4|webm|mov)$|\/original$/.test(picture.url);
  const name = `${say("goods.picture")} ${place}`;
  return (
    <Box component="li" ref={setNodeRef} sx={{ opacity: isDragging ? 0.5 : 1 }} style={{ transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined, transition }} data-picture={picture.url}>
      <Box {...attributes} {...listeners} aria-label={source === null ? `${name} · ${picture.url}` : name} aria-roledescription={say("goods.sortable")} sx={{ aspectRatio: "1", bgcolor: "action.hover", borderRadius: 1, overflow: "hidden", cursor: disabled ? "default" : "grab", touchAction: "none" }}>
        {source === null ? <Typography variant="caption" component="p" sx={{ p: 1, overflowWrap: "anywhere" }}>{picture.url}</Typography> : video ? <video src={source} muted style={{ width: "100%", height: "100%", objectFit: "contain" }} /> : <img src={source} alt={picture.alt[locale] ?? ""} draggable={false} style={{ width: "100%", height: "100%", objectFit: "contain" }} />}
      </Box>
      {reads ? <Typography variant="caption" component="p" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>{picture.alt[locale]}</Typography> : <TextField label={say("field.alt")} value={picture.alt[locale] ?? ""} disabled={disabled} slotProps={{ htmlInput: { maxLength: 500, "aria-label": `${say("field.alt")} · ${name}` } }} onChange={(event) => { const { [locale]: _, ...rest } = picture.alt; onAlt(event.target.value ? { ...rest, [locale]: event.target.value } : rest); }} />}
      {disabled ? null : <Button size="small" color="error" onClick={onRemove} aria-label={`${say("do.remove")} · ${name}`}>{say("do.remove")}</Button>}
    </Box>
  );
}
