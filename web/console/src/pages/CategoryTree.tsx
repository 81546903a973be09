// Categories as a tree: dragged onto another one a category goes below it, onto the line above one it stands before it. Each move is sent at once.
import { DndContext, KeyboardSensor, PointerSensor, pointerWithin, rectIntersection, useDraggable, useDroppable, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import DragIndicator from "@mui/icons-material/DragIndicator";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateButton, TopToolbar, usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { call } from "../api/client.ts";
import { flat, isBelow, moves, type Category } from "../lib/tree.ts";
import { useEmpty } from "../parts/EmptyList.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { useTry } from "../parts/useCommand.tsx";
import { draftFor, useDraft } from "../parts/useDraft.ts";
import { useText } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";

const KEY = ["categories", "tree"];
const FORM = "/v1/admin/categories move";

export default function CategoryTree() {
  const empty = useEmpty();
  const say = useTranslate();
  const text = useText();
  const queries = useQueryClient();
  const { permissions } = usePermissions<Set<string>>();
  const may = Boolean(permissions?.has("catalog.write"));
  const [dragged, setDragged] = useState<string | null>(null);
  const { problem, attempt } = useTry();
  // What is on its way: where nobody signs in over it, it is told that it did not come there.
  const [moving, setMoving] = useState<string | null>(null);
  const [lost, setLost] = useState(() => draftFor(FORM) as string | undefined);
  const sent = useDraft(FORM, moving);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor));
  const { data, error } = useQuery({ queryKey: KEY, queryFn: async () => (await call("/v1/admin/categories")).data as Category[] });
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  const found = () => {
    sent();
    setLost(undefined);
  };
  const dropped = async ({ active, over }: DragEndEvent) => {
    setDragged(null);
    if (!over) return;
    const [how, target] = String(over.id).split(" ") as [string, string?];
    const there = data.find((one) => one.id === target);
    const wanted = how === "top" ? moves(data, String(active.id), null) : how === "into" ? moves(data, String(active.id), target!) : moves(data, String(active.id), there?.parent_id ?? null, target!);
    if (!wanted.length) return;
    found();
    setMoving(text(data.find((one) => one.id === active.id)?.name));
    await attempt(async () => {
      try {
        for (const move of wanted) await call(`/v1/admin/categories/${move.id}`, { method: "PATCH", body: move.body, ifMatch: move.version });
      } finally {
        // What was moved before one was refused stands there, too; nothing else is dragged before it does.
        await queries.invalidateQueries({ queryKey: ["categories"] });
        setMoving(null);
      }
    });
  };
  return (
    <>
      <PageTitle text={say("page.categories")} />
      <TopToolbar>{may ? <CreateButton resource="categories" /> : null}</TopToolbar>
      <Card><CardContent>
        {may && data.length > 1 ? <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>{say("goods.tree_hint")}</Typography> : null}
        {lost === undefined ? null : <Alert severity="warning" role="status" sx={{ mb: 1 }} onClose={found} closeText={say("ra.action.close")}>{say("goods.not_moved", { what: lost })}</Alert>}
        {problem ? <Alert severity="error" role="alert" sx={{ mb: 1, whiteSpace: "pre-line" }}>{problem}</Alert> : null}
        {data.length ? (
          <DndContext sensors={sensors} collisionDetection={(given) => (given.pointerCoordinates ? pointerWithin(given) : rectIntersection(given))} onDragStart={({ active }) => setDragged(String(active.id))} onDragCancel={() => setDragged(null)} onDragEnd={(event) => void dropped(event)}>
            <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
              {flat(data).map(({ category, depth }) => <Row key={category.id} category={category} depth={depth} name={text(category.name)} disabled={!may || moving !== null} closed={dragged !== null && isBelow(data, category.id, dragged)} />)}
            </Box>
            {dragged ? <Top /> : null}
          </DndContext>
        ) : <Typography sx={{ p: 4, textAlign: "center" }}>{empty("categories")}</Typography>}
      </CardContent></Card>
    </>
  );
}

/** `closed`: what is dragged cannot go below itself. */
function Row({ category, depth, name, disabled, closed }: { category: Category; depth: number; name: string; disabled: boolean; closed: boolean }) {
  const say = useTranslate();
  const drag = useDraggable({ id: category.id, disabled });
  const into = useDroppable({ id: `into ${category.id}`, disabled: disabled || closed });
  const before = useDroppable({ id: `before ${category.id}`, disabled: disabled || closed });
  return (
    <Box component="li" data-category={category.id} data-depth={depth} sx={{ pl: { xs: depth * 1.5, sm: depth * 4 }, opacity: drag.isDragging ? 0.5 : 1 }} style={drag.transform ? { transform: `translate3d(${drag.transform.x}px, ${drag.transform.y}px, 0)`, position: "relative", zIndex: 1 } : undefined}>
      <Box ref={before.setNodeRef} data-before sx={{ height: 8, borderTop: 2, borderColor: before.isOver ? "primary.main" : "transparent" }} />
      <Box ref={into.setNodeRef} data-into sx={{ display: "flex", alignItems: "center", gap: 1, borderRadius: 1, px: 0.5, minHeight: 36, outline: into.isOver ? 2 : 0, outlineStyle: "solid", outlineColor: "primary.main" }}>
        {disabled ? null : <Box ref={drag.setNodeRef} {...drag.attributes} {...drag.listeners} aria-label={say("goods.move", { what: name })} data-handle sx={{ display: "flex", cursor: "grab", touchAction: "none", p: 0.5 }}><DragIndicator fontSize="small" /></Box>}
        <Link component={RouterLink} data-row to={`/categories/${category.id}/show`} sx={{ overflowWrap: "anywhere" }}>{name || category.id}</Link>
      </Box>
    </Box>
  );
}

function Top() {
  const say = useTranslate();
  const { setNodeRef, isOver } = useDroppable({ id: "top" });
  return <Box ref={setNodeRef} data-top sx={{ mt: 1, p: 1.5, border: 1, borderStyle: "dashed", borderColor: isOver ? "primary.main" : "divider", borderRadius: 1 }}>{say("goods.to_top")}</Box>;
}
