// A line of an order as people know it: its picture, what it is called, which variant.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useLocaleState, usePermissions } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { ownPicture } from "../../lib/pictures.ts";
import { useText, words } from "../Value.tsx";

/** Of each option its value, in the reader's language where the shop has one. */
export const optionsOf = (line: any, locale: string): string[] => Object.entries<string>(line.options ?? {}).map(([name, value]) => words(line.option_texts?.[name]?.value, locale) || value);

/** `children`: what else is told of it. */
export function Bought({ line, children }: { line: any; children?: ReactNode }) {
  const text = useText();
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const picture = ownPicture(line.image, location.href);
  const title = text(line.title) || line.sku;
  return (
    <Box sx={{ display: "flex", gap: 1.5, py: 1, borderBottom: 1, borderColor: "divider" }}>
      {picture ? <Box component="img" src={picture} alt="" loading="lazy" sx={{ width: 64, height: 64, objectFit: "cover", borderRadius: 1, flexShrink: 0 }} /> : null}
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography>{permissions?.has("catalog.read") && line.product_id ? <Link component={RouterLink} to={`/products/${line.product_id}/show`}>{title}</Link> : title}</Typography>
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>{[...optionsOf(line, locale), line.sku].join(" · ")}</Typography>
        {children}
      </Box>
    </Box>
  );
}
