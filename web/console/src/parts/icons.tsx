import Campaign from "@mui/icons-material/LocalOffer";
import Goods from "@mui/icons-material/Inventory2";
import Messages from "@mui/icons-material/MailOutline";
import Money from "@mui/icons-material/Payments";
import Operations from "@mui/icons-material/MonitorHeart";
import People from "@mui/icons-material/People";
import Sales from "@mui/icons-material/ReceiptLong";
import Settings from "@mui/icons-material/Settings";
import type { ReactElement } from "react";
import type { Spec } from "../resources.ts";

export const icons: Record<Spec["group"], ReactElement> = {
  sales: <Sales />, goods: <Goods />, people: <People />, offers: <Campaign />, money: <Money />, messages: <Messages />, operations: <Operations />, settings: <Settings />,
};
