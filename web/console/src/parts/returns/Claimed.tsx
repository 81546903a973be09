// What a case is about: the goods as they were bought, why they come back, and what its buyer says and shows.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Bought } from "../orders/Bought.tsx";
import { useText, Value } from "../Value.tsx";

/** `order`: once it is read; before, and for whom it is hidden, a line is told by its SKU. */
export function Claimed({ given, order }: { given: any; order: any }) {
  const say = useTranslate();
  const text = useText();
  return given.lines.map((line: any) => {
    const bought = order?.lines.find((one: any) => one.id === line.line_id);
    const grades = Object.entries<number>(line.received ?? {}).map(([grade, count]) => `${count} × ${say(`state.${grade}`)}`);
    return (
      <Bought key={line.line_id} line={bought ?? line}>
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center", mt: 0.5 }}>
          <Value value={line.reason} kind="state" />
          <Typography variant="body2">{bought ? say("returns.pieces", { count: line.quantity, bought: bought.quantity }) : `${line.quantity} ×`}</Typography>
          {bought ? <Typography variant="body2">{say("returns.price", { each: text(bought.unit_price), paid: text(bought.total) })}</Typography> : null}
        </Stack>
        {grades.length ? <Typography variant="body2">{say("field.received")}{say("form.colon")}{grades.join(", ")}</Typography> : null}
        {line.lost ? <Typography variant="body2">{say("field.lost")}{say("form.colon")}{[text(line.lost), line.lost_because].filter(Boolean).join(" · ")}</Typography> : null}
        {text(line.clause?.text) ? <Typography variant="body2" color="text.secondary">{text(line.clause.text)}</Typography> : null}
      </Bought>
    );
  });
}

/** Words and pictures; a picture opens whole. */
export function Said({ given }: { given: any }) {
  const say = useTranslate();
  return (
    <>
      {given.note ? <Typography sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{given.note}</Typography> : <Typography variant="body2" color="text.secondary">{say("returns.no_words")}</Typography>}
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", mt: given.files.length ? 1 : 0 }}>
        {given.files.map((file: any) => (
          <Link key={file.id} href={file.url} target="_blank" rel="noopener noreferrer">
            {file.content_type.startsWith("image/") ? <Box component="img" src={file.url} alt={file.filename} sx={{ maxHeight: 160, maxWidth: "100%", display: "block" }} /> : file.filename}
          </Link>
        ))}
      </Stack>
    </>
  );
}
