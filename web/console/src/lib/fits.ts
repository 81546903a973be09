// At which rows a step can be taken: by the states of the contract, whose types find a word that it does not have. A step that is not named
// here fits each row. test/fits.test.ts asks whether all that the shop refuses because of a row's state is thought of.
import type { components } from "../contract";
import { msOf, nowMs, nowText } from "./time.ts";

type Schemas = components["schemas"];
/** `of`: the row that it hangs on. */
type Fits<Row, Of = any> = Record<string, (row: Row, of: Of) => boolean>;

/** How a step is called that has no verb of its own: `PATCH {path}/{id}` and so on. */
export const NAMED = { PATCH: "edit", PUT: "edit", POST: "decide", DELETE: "remove" } as const;

const MAIN_WAREHOUSE = "main";
const HAS_NO_QUEUE = "bus";
const RUN_AWAITED_MS = 60_000;

const isRefundable = ({ payment_status: paid }: Schemas["AdminOrderOut"]) => paid === "authorized" || paid === "partially_paid" || paid === "paid" || paid === "partially_refunded" || paid === "disputed";
const orders: Fits<Schemas["AdminOrderOut"]> = {
  hold: (row) => !row.on_hold && (row.status === "paid" || row.status === "fulfilling"),
  release: (row) => row.on_hold,
  reject: (row) => row.on_hold,
  // Of an amendment that waits for its money.
  cancel: (row) => Boolean(row.amendments?.some((one) => one.status === "open")),
  amend: (row) => !row.on_hold && row.payment_status !== "disputed" && (row.status === "pending_payment" || row.status === "paid" || row.status === "fulfilling"),
  shipments: (row) => !row.on_hold && row.payment_status !== "disputed" && (row.status === "paid" || row.status === "fulfilling" || row.status === "shipped"),
  refunds: isRefundable,
  preview: isRefundable,
  compensations: (row) => row.payment_status !== "unpaid",
  fapiao: ({ payment_status: paid }) => paid === "paid" || paid === "partially_refunded" || paid === "disputed",
};

type Return = Schemas["ReturnDetails"];
const isOneOf = <T>(value: T, ...among: NoInfer<T>[]) => among.includes(value);
const isRepair = (row: Return) => row.kind === "repair";
/** What comes back for its money or for another piece. */
const isKept = (row: Return) => isOneOf(row.kind, "return", "exchange", "withdrawal");
/** functions/aftersales/model/case_steps.py. */
const returns: Fits<Return> = {
  approve: (row) => row.status === "requested",
  counter_offer: (row) => row.status === "requested" && !isOneOf(row.kind, "exchange", "repair"),
  reject: (row) => row.status === "requested",
  // Both sides show evidence first.
  rule: (row) => row.status === "escalated" && !(row.evidence_until && row.evidence_until > nowText()),
  take_in: (row) => isRepair(row) && isOneOf(row.status, "approved", "in_transit"),
  diagnose: (row) => isRepair(row) && row.status === "received",
  repaired: (row) => isRepair(row) && row.status === "repairing",
  give_up: (row) => isRepair(row) && isOneOf(row.status, "received", "quoted", "repairing"),
  send_back: (row) => isRepair(row) && row.status === "repaired",
  // Of what cannot be paid people say that it is over.
  close: (row) => isOneOf(row.status, "refunded", "reshipped", "exchanged", "sent_back", "rejected") || (Boolean(row.stuck) && isOneOf(row.status, "approved", "inspected")),
  receive: (row) => isKept(row) && isOneOf(row.status, "approved", "in_transit"),
};

const products: Fits<Schemas["ProductDetails"]> = {
  publish: (row) => row.status === "draft" || row.status === "unpublished",
  unpublish: (row) => row.status === "published",
  archive: (row) => row.status !== "archived",
  restore: (row) => row.status === "archived",
  remove: (row) => row.status !== "published",
};

const isOpenPick = (row: Schemas["PickOut"]) => row.state === "requested" || row.state === "picking";
const picks: Fits<Schemas["PickOut"]> = {
  scan: (row) => isOpenPick(row) && row.lines.some((line) => line.scanned < line.quantity),
  short: (row) => isOpenPick(row) && row.lines.some((line) => line.scanned < line.quantity),
  pack: (row) => row.state === "picking" && row.lines.every((line) => line.scanned >= line.quantity),
};

const isOpenDraft = (row: Schemas["DraftOut"]) => row.state === "open";
const drafts: Fits<Schemas["DraftOut"]> = { edit: isOpenDraft, cancel: isOpenDraft, place: isOpenDraft };

const isOpenComplaint = (row: Schemas["ComplaintOut"]) => row.status !== "closed";
const complaints: Fits<Schemas["ComplaintOut"]> = { answer: isOpenComplaint, close: isOpenComplaint };

const recalls: Fits<Schemas["RecallOut"]> = { close: (row) => row.status === "open" && row.rounds > 0, look_again: (row) => row.status === "open" };

const warehouses: Fits<Schemas["WarehouseView"]> = { remove: (row) => !row.active && row.id !== MAIN_WAREHOUSE };

const media: Fits<Schemas["MediaView"]> = { complete: (row) => row.status === "awaiting_upload" };

/** Of a decision there always is one that can be taken, but on what its writer took away. */
const moderation: Fits<Schemas["CaseOut"]> = { decide: (row) => row.visibility !== "deleted" };
const bans: Fits<Schemas["BanOut"]> = { remove: (row) => row.banned };

const campaigns: Fits<Schemas["CampaignOut"]> = {
  edit: (row) => row.state !== "ended",
  promotions: (row) => row.state !== "ended",
  launch: (row) => row.state === "draft",
  stop: (row) => row.state === "running" || row.state === "scheduled",
  resume: (row) => row.state === "stopped",
};
const coupons: Fits<Schemas["CouponOut"]> = { codes: (row) => row.distribution === "batch" };
const flashSales: Fits<Schemas["FlashSaleOut"]> = { close: (row) => row.state !== "closed" };
const groupBuys: Fits<Schemas["GroupBuyOut"]> = { close: (row) => row.state !== "closed" };
const experiments: Fits<Schemas["ExperimentOut"]> = {
  edit: (row) => row.state !== "ended",
  start: (row) => row.state === "draft",
  stop: (row) => row.state === "running",
};

const payments: Fits<Schemas["StaffPaymentView"]> = {
  capture: (row) => row.status === "authorized",
  record_receipt: (row) => row.provider === "manual" && row.status === "pending",
  void: (row) => row.status === "pending" || row.status === "authorized",
};
const isAnswerable = (row: Schemas["DisputeView"]) => row.status === "open" && row.deadline > nowText();
const disputes: Fits<Schemas["DisputeView"]> = { evidence: isAnswerable, files: isAnswerable };
const isWaiting = (row: { status: string }) => row.status === "open";
const cards: Fits<Schemas["CardOut"]> = {
  activate: (row) => row.status === "inactive",
  disable: (row) => row.status === "active",
  enable: (row) => row.status === "disabled",
  close: (row) => row.status !== "closed",
  send: (row) => row.status === "active",
};
const invoices: Fits<Schemas["InvoiceDetailOut"]> = { reissue: (row) => row.kind === "invoice" };
const fapiao: Fits<Schemas["FapiaoDetailOut"]> = {
  retry: (row) => row.status === "failed",
  take_back: (row) => row.colour === "blue" && row.status === "issued",
};

const messageCampaigns: Fits<Schemas["MessageCampaignOut"]> = {
  edit: (row) => row.state === "draft",
  schedule: (row) => row.state === "draft",
  cancel: (row) => row.state === "draft" || row.state === "scheduled" || row.state === "sending",
};
// One that was sent has a banner still.
const broadcasts: Fits<Schemas["BroadcastOut"]> = { send: (row) => row.state === "draft", cancel: (row) => row.state !== "cancelled" };
const articles: Fits<Schemas["ArticleOut"]> = {
  unplan: (row) => Boolean(row.planned),
  archive: (row) => row.status === "published" || Boolean(row.planned),
  // To what another edition said.
  roll_back: (row) => row.latest > 1,
};
const endpoints: Fits<Schemas["EndpointOut"]> = {
  edit: (row) => row.kind === "subscriber",
  remove: (row) => row.kind === "subscriber",
  replay: (row) => row.state === "enabled",
};
/** Something of the shop's own was written there. */
const isOwn = (row: Schemas["TemplateOut"]) => row.latest_version > 0;
const templates: Fits<Schemas["TemplateOut"]> = { remove: isOwn, publish: isOwn };

const findings: Fits<Schemas["FindingDetail"]> = { resolve: (row) => !row.outcome };
const jobs: Fits<Schemas["JobView"]> = {
  cancel: (row) => row.state === "queued" || row.state === "running",
  retry: (row) => row.attempts > 0 && (row.state === "failed" || row.state === "cancelled"),
};
const queues: Fits<Schemas["QueueView"]> = { redrive: (row) => row.dead_letters > 0 && (row.waiting !== null || row.name === HAS_NO_QUEUE) };
const schedules: Fits<Schemas["ScheduleView"]> = { run: ({ asked }) => !asked || Boolean(asked.run) || nowMs() - msOf(asked.at) >= RUN_AWAITED_MS };

const staff: Fits<Schemas["StaffOut"]> = {
  edit: (row) => row.status !== "invited",
  suspend: (row) => row.status === "active",
  reinstate: (row) => row.status === "suspended",
  resend: (row) => row.status === "invited",
  reset_factor: (row) => row.status !== "invited",
};
const roles: Fits<Schemas["RoleOut"]> = { edit: (row) => !row.built_in, remove: (row) => !row.built_in && row.people === 0 };
const holds = (row: Schemas["ApiKeyOut"]) => !row.revoked_at;
const keys: Fits<Schemas["ApiKeyOut"]> = { rotate: holds, take_over: holds, remove: holds };
const carriers: Fits<Schemas["CarrierOut"]> = { pickups: (row) => row.enabled };

/** Of what hangs on a row: a parcel of an order, a message to an endpoint. */
const refunds: Fits<Schemas["RefundView"]> = { retry: (row) => row.status === "failed" };
const parcels: Fits<Schemas["ParcelOut"]> = { cancel: (row) => !row.shipped_at && row.status !== "CANCELLED", send_again: (row) => row.status === "RETURNED" && !row.delivered_at };
// A change of price that came into force is history; a discount is ended.
const scheduled: Fits<Schemas["ScheduledPriceView"]> = { remove: (row) => row.state === "upcoming" || (row.state === "active" && row.kind === "discount") };
const deliveries: Fits<Schemas["DeliveryOut"], Schemas["EndpointOut"]> = { replay: (row, of) => of.state === "enabled" && of.events.includes(row.type) };
// A link that is there is the product's for good.
const links: Fits<Schemas["ShareLinkOut"]> = { edit: () => false };
const influencers: Fits<Schemas["InfluencerOut"]> = { links: (row) => row.active };

export const FITS: Record<string, Fits<any, any>> = {
  orders, returns, products, picks, complaints, recalls, warehouses, media, moderation, campaigns, coupons, experiments, payments, disputes, invoices, fapiao, broadcasts, articles, templates, findings, jobs, queues, schedules, staff, roles, carriers,
  exceptions: { resolve: (row) => row.state === "open" }, draft_orders: drafts, moderation_bans: bans, flash_sales: flashSales, group_buys: groupBuys, gift_cards: cards, message_campaigns: messageCampaigns, webhook_endpoints: endpoints, api_keys: keys,
  "orders/refunds": refunds, "orders/shipments": parcels, "products/scheduled_prices": scheduled, "webhook_endpoints/deliveries": deliveries, "share_influencers/links": links, share_influencers: influencers,
  payment_tasks: { confirm: isWaiting }, quarantine: { apply: isWaiting, dismiss: isWaiting },
};

export const fits = (resource: string, name: string, row: any, of?: any): boolean => FITS[resource]?.[name]?.(row, of) ?? true;
