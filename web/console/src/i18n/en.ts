// What the console itself says. Fields and states are told by their names in the contract where they are not named here.
export const en = {
  menu: { sales: "Sales", goods: "Goods", people: "People", offers: "Offers", money: "Money", messages: "Messages", operations: "Operations", settings: "Settings" },
  page: {
    dashboard: "Today", orders: "Orders", exceptions: "Exceptions", returns: "Returns", shipments: "Parcels", picks: "Picks", draft_orders: "Drafts", complaints: "Complaints", recalls: "Recalls",
    products: "Products", stock: "Stock", warehouses: "Warehouses", categories: "Categories", brands: "Brands", tags: "Tags", customers: "Customers", segments: "Segments",
    campaigns: "Campaigns", coupons: "Coupons", flash_sales: "Flash sales", payments: "Payments", payment_tasks: "Payment tasks", quarantine: "Quarantine", disputes: "Disputes",
    ledger: "Ledger", reconciliations: "Reconciliations", invoices: "Invoices", messages: "Messages", message_campaigns: "Message campaigns", articles: "Articles", webhook_endpoints: "Webhooks",
    jobs: "Jobs", queues: "Queues", schedules: "Schedules", audit_log: "Audit log", staff: "Staff", roles: "Roles", api_keys: "API keys", shipping_zones: "Shipping zones", tax_rates: "Taxes", carriers: "Carriers",
  },
  signin: {
    title: "Console of the shop", login: "E-mail or phone", password: "Password", stay: "Stay signed in on this device", go: "Sign in", again: "Your session has ended",
    again_hint: "What you have typed is kept. Sign in to go on.", leave: "Leave this page", code: "Code", new_password: "New password", no_staff: "This account may do nothing in the console.",
    challenge_new_password_required: "Choose a password of your own.", challenge_software_token_mfa: "Type the code of your app.", challenge_recovery_code: "Type a recovery code.", challenge_password: "Type your password.",
    login_needed: "Type your e-mail address or phone number.", password_needed: "Type your password.",
  },
  say: {
    offline: "No connection. What you do now is not sent.", offline_error: "No connection: nothing was changed as far as is known. Try again.", done: "Done", no_right: "You have no right to see this.", refused: "Your rights do not cover this part.",
    empty: "Nothing here yet.", empty_filtered: "Nothing fits these filters.", clear: "Clear filters", reload: "Reload", overwrite: "Overwrite", retry: "Try again", loading: "Loading…",
    conflict: "Changed meanwhile", conflict_hint: "Somebody else saved this since you opened it. Your changes are still here.", conflict_fields: "Changed meanwhile: %{fields}", conflict_mine: "You change: %{fields}", conflict_by: "Changed by %{who}, %{at}.",
    sure: "This cannot be undone.", close: "Cancel", nothing_changed: "Nothing was changed.", skip: "To the content", keys: "Keys: / search · j, k rows · Enter open · Ctrl+Enter save", yes: "yes", no: "no", all: "All", results: "%{count} shown",
    money_bad: "Write an amount like 12.50; it says no amount, or could say two.", money_understood: "= %{amount}", whole_number: "Write a whole number.", required: "Needed.", more: "All fields", back: "Back to the list", print: "Print",
  },
  do: {
    ship: "Ship", capture: "Capture", refund: "Refund", hold: "Hold", release: "Release", publish: "Publish", unpublish: "Unpublish", adjust: "Adjust", count: "Count", resolve: "Resolve", confirm: "Confirm", cancel: "Cancel",
    retry: "Retry", redrive: "Redrive", run: "Run now", stop: "Stop", suspend: "Suspend", reinstate: "Reinstate", approve: "Approve", reject: "Reject", receive: "Receive", close: "Close", note: "Add note", save: "Save", edit: "Edit", create: "New", label: "Label", delivery_note: "Delivery note", pick_list: "Pick list", invoice: "Invoice", show: "Open",
    add_variant: "Add variant", price: "Save price", preview: "Preview", sign_out: "Sign out", unmask: "Show in clear",
  },
  order: {
    lines: "Lines", address: "Deliver to", payments: "Payments", refunds: "Refunds", parcels: "Parcels", timeline: "What happened", customer_note: "Note of the customer", left: "To ship", nothing_left: "Nothing is left to ship.",
    goods: "Goods", whole: "The whole rest", by_piece: "By piece", amount: "An amount", refund_money: "Goes back: %{amount}", refund_left: "Refundable: %{amount}", refund_lines: "Pieces refunded: %{count}", restock: "Put the pieces back into stock", restock_yes: "%{count} pieces go back into stock.",
    restock_no: "Stock stays as it is.", refund_estimate: "Estimate by pieces. The shop computes discounts and taxes to the cent and never gives back more than was paid.", checked: "Choose how much, then check.", ship_hint: "Pieces that are in no parcel yet.", own_waybill: "Waybill (empty: the carrier makes one)", capture_hint: "%{amount} was authorised and is collected now.", ship_after: "The customer is told.",
  },
  dash: {
    orders: "Orders", revenue: "Revenue", units: "Pieces", trend: "Last 14 days", work: "Work to do", to_ship: "To ship", exceptions: "Exceptions", returns: "Returns to decide", tasks: "Payment tasks", quarantine: "Quarantine", held: "On hold", dead: "Dead letters",
    none: "Nothing waits.", more: "%{count}+",
  },
  goods: { basics: "Basics", texts: "Texts", variants: "Variants and stock", zh: "Chinese", en: "English", title_needed: "A title in one language at least.", first_variant: "First variant", published_hint: "Shoppers see it.", draft_hint: "Shoppers do not see it.", reason: "Reason", stock_hint: "Find a product by its barcode, or choose one of the list; stock is kept by variant.", delta: "Pieces more or less", counted: "Counted pieces", movements: "Movements", seo: "Search engines", other: "Other languages are kept." },
  people: { orders: "Orders", notes: "Notes", consents: "Consents", addresses: "Addresses", messages: "Messages", cases: "Cases", refused: "Needs %{permission}.", unavailable: "Not available now." },
  field: { "totals.total": "Total", "actor.id": "Who", "progress.done": "Done", "progress.failed": "Failed", q: "Search", has_orders: "Has orders", sku: "SKU", from: "From", to: "To", price_from: "From", id: "Id", url: "Address" } as Record<string, string>,
  state: {} as Record<string, string>,
};
export type Words = typeof en;
