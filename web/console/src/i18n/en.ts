// What the console itself says. Fields and states are told by their names in the contract where they are not named here.
export const en = {
  menu: { sales: "Sales", goods: "Goods", people: "People", offers: "Offers", money: "Money", messages: "Messages", operations: "Operations", settings: "Settings" },
  page: {
    share_influencers: "Influencers", collections: "Collections", search_rules: "Rules of searches", list_prices: "Prices of lists", moderation: "To moderate", moderation_bans: "Banned authors",
    group_buys: "Group buys", experiments: "A/B tests", slots: "Home page", survey_forms: "Survey forms", feeds: "Product feeds", dashboard: "Today", orders: "Orders", exceptions: "Exceptions", returns: "Returns", shipments: "Parcels", picks: "Picks", draft_orders: "Drafts", complaints: "Complaints", recalls: "Recalls",
    products: "Products", stock: "Stock", warehouses: "Warehouses", categories: "Categories", brands: "Brands", tags: "Tags", customers: "Customers", segments: "Segments",
    campaigns: "Campaigns", coupons: "Coupons", flash_sales: "Flash sales", payments: "Payments", payment_tasks: "Payment tasks", quarantine: "Quarantine", disputes: "Disputes", gift_cards: "Gift cards", owed: "Owed to customers",
    ledger: "Ledger", reconciliations: "Reconciliations", invoices: "Invoices", messages: "Messages", message_campaigns: "Message campaigns", articles: "Articles", webhook_endpoints: "Webhooks",
    jobs: "Jobs", queues: "Queues", schedules: "Schedules", audit_log: "Audit log", staff: "Staff", roles: "Roles", api_keys: "API keys", shipping_zones: "Shipping zones", tax_rates: "Taxes", carriers: "Carriers",
    media: "Pictures", safety_gaps: "Safety gaps", fapiao: "Fapiao", templates: "Templates", broadcasts: "Broadcasts", suppressions: "Blocked addresses", article_categories: "Article categories", findings: "Findings", webhook_dead_letters: "Undelivered webhooks",
    record_exports: "Record exports", settings: "Settings", field_definitions: "Custom fields", review_rules: "Review rules", provider_keys: "Provider keys", imports: "Import", reports: "Reports",
  },
  signin: {
    title: "Console of the shop", login: "E-mail or phone", password: "Password", stay: "Stay signed in on this device", go: "Sign in", again: "Your session has ended",
    again_hint: "What you have typed is kept. Sign in to go on.", leave: "Leave this page", code: "Code", new_password: "New password", no_staff: "This account may do nothing in the console.",
    challenge_new_password_required: "Choose a password of your own.", challenge_software_token_mfa: "Type the code of your app.", challenge_recovery_code: "Type a recovery code.", challenge_password: "Type your password.",
    login_needed: "Type your e-mail address or phone number.", password_needed: "Type your password.",
  },
  say: {
    offline: "No connection. What you do now is not sent.", offline_error: "No connection: nothing was changed as far as is known. Try again.", done: "Done", no_right: "You have no right to see this.", refused: "Your rights do not cover this part.",
    empty: "Nothing here yet.", needs: "Say which one above: %{field}.", empty_filtered: "Nothing fits these filters.", clear: "Clear filters", reload: "Reload", overwrite: "Overwrite", retry: "Try again", loading: "Loading…",
    conflict: "Changed meanwhile", conflict_hint: "Somebody else saved this since you opened it. Your changes are still here.", conflict_fields: "Changed meanwhile: %{fields}", conflict_mine: "You change: %{fields}", conflict_by: "Changed by %{who}, %{at}.",
    sure: "This cannot be undone.", close: "Cancel", nothing_changed: "Nothing was changed.", skip: "To the content", keys: "Keys: / search · j, k rows · Enter open · Ctrl+Enter save", yes: "yes", no: "no", all: "All", results: "%{count} shown",
    money_bad: "Write an amount like 12.50; it says no amount, or could say two.", money_understood: "= %{amount}", whole_number: "Write a whole number.", number: "Write a number.", out_of_range: "Too small or too big.", too_long: "Too long.", json_bad: "This is no JSON.", required: "Needed.", more: "All fields", back: "Back to the list", print: "Print",
  },
  do: {
    decide: "Decide", export: "Export", start: "Start", credit: "Change credit", activate: "Activate", enable: "Enable", disable: "Disable", ship: "Ship", capture: "Capture", refund: "Refund", hold: "Hold", release: "Release", publish: "Publish", unpublish: "Unpublish", adjust: "Adjust", count: "Count", resolve: "Resolve", confirm: "Confirm", cancel: "Cancel",
    retry: "Retry", redrive: "Redrive", run: "Run now", stop: "Stop", suspend: "Suspend", reinstate: "Reinstate", approve: "Approve", reject: "Reject", receive: "Receive", close: "Close", note: "Add note", save: "Save", edit: "Edit", create: "New", label: "Label", delivery_note: "Delivery note", pick_list: "Pick list", invoice: "Invoice", show: "Open",
    duplicate: "Duplicate", transfer: "Transfer", threshold: "Low from", safety: "Never offered", add_variant: "Add variant", price: "Save variants", preview: "Preview", sign_out: "Sign out", erase: "Erase", apply: "Apply", dismiss: "Dismiss", counter_offer: "Counter-offer", rule: "Rule", take_in: "Take in", diagnose: "Diagnose", repaired: "Repaired", give_up: "Give up", send_back: "Send back", launch: "Launch", resume: "Resume", rotate: "Change the key", replay: "Deliver again", send: "Send", schedule: "Schedule", place: "Place", archive: "Archive", roll_back: "Roll back", unplan: "Unplan", test: "Send a test", short: "Short", pack: "Pack", scan: "Scan", void: "Void", record_receipt: "Record a receipt", reset_factor: "Reset the second factor", resend: "Invite again", complete: "Complete", restore: "Restore", take_over: "Take over", remove: "Delete", unmask: "Show in clear",
  },
  order: {
    lines: "Lines", address: "Deliver to", payments: "Payments", refunds: "Refunds", parcels: "Parcels", timeline: "What happened", customer_note: "Note of the customer", notes: "Internal notes", note_mine: "You", note_colleague: "A colleague", note_edited: "changed %{at}", tags_hint: "Enter after each. Colleagues find the order by them; the buyer sees none.", left: "To ship", nothing_left: "Nothing is left to ship.",
    goods: "Goods", whole: "The whole rest", by_piece: "By piece", amount: "An amount", refund_money: "Goes back: %{amount}", refund_left: "Refundable: %{amount}", refund_lines: "Pieces refunded: %{count}", restock: "Put the pieces back into stock", restock_yes: "%{count} pieces go back into stock.",
    restock_no: "Stock stays as it is.", refund_estimate: "Estimate by pieces. The shop computes discounts and taxes to the cent and never gives back more than was paid.", checked: "Choose how much, then check.", ship_hint: "Pieces that are in no parcel yet.", own_waybill: "Waybill (empty: the carrier makes one)", capture_hint: "%{amount} was authorised and is collected now.", ship_after: "The customer is told.", amend: "Change order", add_goods: "Add goods", was: "Was %{count}.", buyer_reads: "The buyer reads it.", total_change: "Total: %{before} → %{after}", due: "To be paid before it counts: %{amount}", amend_hint: "Change pieces or add goods: what it would cost is shown here before anything is changed.", which_variant: "Which one?",
  },
  dash: {
    orders: "Orders", revenue: "Revenue", units: "Pieces", trend: "Last 14 days", work: "Work to do", to_ship: "To ship", exceptions: "Exceptions", returns: "Returns to decide", tasks: "Payment tasks", quarantine: "Quarantine", held: "On hold", dead: "Dead letters",
    none: "Nothing waits.", more: "%{count}+",
  },
  goods: { basics: "Basics", texts: "Texts", variants: "Variants and stock", zh: "Chinese", en: "English", title_needed: "A title in one language at least.", first_variant: "First variant", published_hint: "Shoppers see it.", archived_hint: "Put away: off sale, and out of the lists. Orders keep what they name.", archive_instead: "Archive instead", archive_hint: "It goes off sale and out of the lists. Orders keep what they name; it can be restored.", restore_hint: "It comes back into the lists, off sale.", remove_hint: "For good, with its variants. What was ordered, or lies in stock, cannot be deleted: archive it.", duplicate_hint: "A draft with all texts, pictures, attributes and variants. It gets an address and SKUs of its own, no barcodes and no stock.", draft_hint: "Shoppers do not see it.", reason: "Reason", stock_hint: "Find a product by its barcode, or choose one of the list; stock is kept by variant.", delta: "Pieces more or less", counted: "Counted pieces", movements: "Movements", seo: "Search engines", other: "Other languages are kept.", pictures: "Pictures", picture: "Picture", pictures_none: "No pictures yet: choose files, or drop them here.", sortable: "sortable", upload: "Upload pictures", save_pictures: "Save pictures", more_variants: "Show %{count} more", missing: "Add missing combinations (%{count})", at_once: "At most %{count} at once.", tree_hint: "Drag a category onto another one to put it below, or between two to put it there.", move: "Move %{what}", to_top: "Drop here for the top level" },
  form: {
    name_of: "Small letters, digits and hyphens, such as home-top.", more: "More fields", more_steps: "More steps", look: "Some fields need another look.", add: "Add: %{what}", remove: "Remove %{what}", key: "Name", value: "Value", json: "JSON", time: "Such as 2027-01-31T09:00, on the shop's clock; with a zone where it matters.", texts: "Enter after each.",
    once: "Copy this now: it is shown once and never again.", answer: "The shop answers:", further: "Further ones", go_back: "Go back to version %{version}", go_back_hint: "The document becomes what it was then, as a new version. Secrets stay as they are.", restored: "back to %{version}", choose: "Choose", choose_all: "Choose all on this page",
  },
  bulk: { chosen: "%{count} chosen", publish: "Publish", unpublish: "Unpublish", tag: "Add tag", price: "Change prices", percent: "Per cent more or less", percent_hint: "Such as -10 or +2.5, of each variant's price.", outcome: "%{done} done, %{failed} refused." },
  views: { title: "Views", save: "Save these filters", hint: "Choices, days and tags are kept. Other typed text is not: it may name somebody.", change: "Change %{name}", of_me: "Me alone", of_role: "Who has the role %{role}", of_all: "All staff", filters: "Filters", filters_kept: "As they were saved", filters_now: "As the list is filtered now" },
  ahead: {
    do: "Sell ahead", mode: "Sold", none: "From stock only", now: "%{mode} until it is there on %{day}: %{owed} owed, %{left} more can be sold.", limit: "At most so many pieces", limit_hint: "That are sold and not there yet.", promised_on: "Buyers are told", promised_on_hint: "The day it leaves; kept in each order.", until: "Released on",
    until_hint: "From this day on it is sold from stock.", none_hint: "When nothing is left, it is sold out.", preorder_hint: "Until its release, whatever lies in stock.", backorder_hint: "From stock, and also when nothing is left.", early: "It cannot leave before it is released.",
  },
  channel: { web: "Web shop (no key)", agent: "Agents" } as Record<string, string>,
  feeds: { none: "No feed is set up yet.", set: "Set up feeds" },
  drafts: { kept: "You typed something that was not sent: %{page}.", drop: "Discard" },
  report: { from_to: "from %{least} to %{most}", show: "Show", figure: "Figure" } as Record<string, string>,
  related: {} as Record<string, string>,
  document: {} as Record<string, string>,
  imports: { hint: "A table of products (CSV of this shop, Shopify or WooCommerce) or NDJSON. What became of each row stands with the job.", choose: "Choose a file", stock: "Stock in the file", set: "Is what lies there now", add: "Comes on top", ignore: "Is left alone", trial: "Only try: tell what would happen", try: "Try", go: "Import", started: "The import runs.", rows: "Rows" },
  people: { orders: "Orders", notes: "Notes", consents: "Consents", addresses: "Addresses", messages: "Messages", cases: "Cases", credit: "Store credit", refused: "Needs %{permission}.", unavailable: "Not available now." },
  field: { "totals.total": "Total", "actor.id": "Who", "progress.done": "Done", "progress.failed": "Failed", q: "Search", has_orders: "Has orders", sku: "SKU", from: "From", to: "To", price_from: "From", id: "Id", url: "Address" } as Record<string, string>,
  state: {} as Record<string, string>,
};
export type Words = typeof en;
