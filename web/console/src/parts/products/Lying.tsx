// What lies in a warehouse, variant by variant; one is chosen to be counted or moved.
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { useText } from "../Value.tsx";
import { Failed, Waiting } from "../Waiting.tsx";

const PAGE = 50;

export function Lying({ warehouse, onWarehouse, onVariant }: { warehouse: string; onWarehouse: (id: string) => void; onVariant: (sku: string) => void }) {
  const say = useTranslate();
  const text = useText();
  const { data } = useQuery({ queryKey: ["codes", "/v1/admin/warehouses"], queryFn: () => call<any>("/v1/admin/warehouses", { query: { limit: 100 } }), staleTime: 600_000 });
  const offered: any[] = data?.data ?? [];
  // Where there is but one, nobody has to say which.
  const shown = warehouse || (offered.length === 1 ? String(offered[0].id) : "");
  return (
    <>
      <TextField select size="small" sx={{ width: { xs: "100%", sm: 320 }, mb: 1 }} label={say("goods.lying_in")} value={offered.some(({ id }) => id === shown) ? shown : ""} onChange={(event) => onWarehouse(event.target.value)}>
        {offered.map((one) => <MenuItem key={one.id} value={one.id}>{text(one.name)}</MenuItem>)}
      </TextField>
      {shown ? <Pieces key={shown} warehouse={shown} onVariant={onVariant} /> : <Typography variant="body2" color="text.secondary">{say("goods.lying_hint")}</Typography>}
    </>
  );
}

function Pieces({ warehouse, onVariant }: { warehouse: string; onVariant: (sku: string) => void }) {
  const say = useTranslate();
  const text = useText();
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["stock", "lying", warehouse],
    queryFn: ({ pageParam }) => call<any>("/v1/admin/stock", { query: { warehouse, limit: PAGE, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (error) return <Failed error={error} />;
  if (isPending) return <Waiting />;
  const rows = data.pages.flatMap((page: any) => page.data);
  return (
    <>
      <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {rows.map((one: any) => (
          <Box key={one.variant_id} component="li" data-lying={one.variant_id} sx={{ borderTop: 1, borderColor: "divider", py: 1, display: "flex", gap: 2, justifyContent: "space-between" }}>
            <Box sx={{ minWidth: 0 }}>
              <Link component="button" type="button" data-verbatim onClick={() => onVariant(one.sku)} sx={{ textAlign: "left", overflowWrap: "anywhere" }}>{one.sku}</Link>
              <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>{[text(one.title), ...Object.values(one.options)].filter(Boolean).join(" · ")}</Typography>
            </Box>
            <Typography variant="body2" component="div" sx={{ textAlign: "right", flexShrink: 0 }}>
              {say("goods.lies", { smart_count: one.on_hand })}
              {one.in_bins ? <div>{say("goods.in_bins", { smart_count: one.in_bins })}</div> : null}
            </Typography>
          </Box>
        ))}
      </Box>
      {rows.length || hasNextPage ? null : <Typography variant="body2" data-empty>{say("goods.lies_none")}</Typography>}
      {hasNextPage ? <Button sx={{ mt: 1 }} onClick={() => void fetchNextPage()}>{say("form.further")}</Button> : null}
    </>
  );
}
