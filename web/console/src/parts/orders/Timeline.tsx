import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { useText, Value } from "../Value.tsx";
import { Failed, Waiting } from "../Waiting.tsx";

/** Every step of the order, in the API's order, a page at a time. */
export function Timeline({ order }: { order: string }) {
  const say = useTranslate();
  const text = useText();
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["orders", "timeline", order],
    queryFn: ({ pageParam }) => call(`/v1/orders/${order}/timeline`, { query: { limit: 50, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (error) return <Failed error={error} />;
  if (isPending) return <Waiting />;
  return (
    <Box component="ol" sx={{ listStyle: "none", p: 0, m: 0 }}>
      {data.pages.flatMap((page: any) => page.data).map((step: any) => (
        <Box component="li" key={step.id} sx={{ py: 0.5, borderLeft: 2, borderColor: "divider", pl: 1.5 }}>
          <Typography variant="body2">{text(step.type, "state")}</Typography>
          <Typography variant="caption" color="text.secondary"><Value value={step.at} /> · {text(step.actor.kind, "state")}</Typography>
        </Box>
      ))}
      {hasNextPage ? <Button size="small" onClick={() => fetchNextPage()}>{say("do.show")}</Button> : null}
    </Box>
  );
}
