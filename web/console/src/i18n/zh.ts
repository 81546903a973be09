import type { Words } from "./en.ts";

export const zh: Words = {
  menu: { sales: "销售", goods: "商品", people: "客户", offers: "营销", money: "资金", messages: "消息", operations: "运维", settings: "设置" },
  page: {
    dashboard: "今日", orders: "订单", exceptions: "异常", returns: "售后", shipments: "包裹", picks: "拣货", draft_orders: "草稿订单", complaints: "投诉", recalls: "召回",
    products: "商品", stock: "库存", warehouses: "仓库", categories: "分类", brands: "品牌", tags: "标签", customers: "客户", segments: "人群",
    campaigns: "活动", coupons: "优惠券", flash_sales: "秒杀", payments: "支付", payment_tasks: "财务待办", quarantine: "隔离", disputes: "争议",
    ledger: "账簿", reconciliations: "对账", invoices: "发票", messages: "消息", message_campaigns: "群发", articles: "文章", webhook_endpoints: "网络钩子",
    jobs: "任务", queues: "队列", schedules: "定时任务", audit_log: "审计日志", staff: "员工", roles: "角色", api_keys: "接口密钥", shipping_zones: "配送区域", tax_rates: "税率", carriers: "承运商",
  },
  signin: {
    title: "商店控制台", login: "邮箱或手机号", password: "密码", stay: "在此设备保持登录", go: "登录", again: "登录已过期",
    again_hint: "已填写的内容仍然保留，登录后继续。", leave: "离开此页", code: "验证码", new_password: "新密码", no_staff: "此账号没有控制台权限。",
    challenge_new_password_required: "请设置自己的密码。", challenge_software_token_mfa: "请输入验证器中的验证码。", challenge_recovery_code: "请输入恢复码。", challenge_password: "请输入密码。",
    login_needed: "请输入邮箱或手机号。", password_needed: "请输入密码。",
  },
  say: {
    offline: "网络已断开，现在的操作不会发送。", offline_error: "网络已断开：目前看来没有改动任何内容，请重试。", done: "已完成", no_right: "您没有权限查看此页。", refused: "您的权限不包括这一部分。",
    empty: "这里还没有内容。", empty_filtered: "没有符合筛选条件的内容。", clear: "清除筛选", reload: "重新加载", overwrite: "覆盖", retry: "重试", loading: "加载中…",
    conflict: "内容已被修改", conflict_hint: "您打开之后已有其他人保存过。您的改动仍然保留。", conflict_fields: "期间被改动：%{fields}", conflict_mine: "您的改动：%{fields}", conflict_by: "由 %{who} 于 %{at} 修改。",
    sure: "此操作无法撤销。", close: "取消", nothing_changed: "没有改动。", skip: "跳到正文", keys: "按键：/ 搜索 · j、k 移动 · 回车打开 · Ctrl+回车保存", yes: "是", no: "否", all: "全部", results: "显示 %{count} 条",
    money_bad: "请输入形如 12.50 的金额；当前内容不是金额，或有歧义。", money_understood: "= %{amount}", whole_number: "请输入整数。", required: "必填。", more: "全部字段", back: "返回列表", print: "打印",
  },
  do: {
    ship: "发货", capture: "请款", refund: "退款", hold: "暂停", release: "放行", publish: "上架", unpublish: "下架", adjust: "调整", count: "盘点", resolve: "处理", confirm: "确认", cancel: "取消",
    retry: "重试", redrive: "重新投递", run: "立即运行", stop: "停止", suspend: "停用", reinstate: "恢复", approve: "同意", reject: "拒绝", receive: "收货", close: "关闭", note: "添加备注", save: "保存", edit: "编辑", create: "新建", label: "面单", delivery_note: "送货单", pick_list: "拣货单", invoice: "发票", show: "打开",
    add_variant: "添加规格", price: "保存价格", preview: "预览", sign_out: "退出登录", unmask: "显示明文",
  },
  order: {
    lines: "商品明细", address: "收货信息", payments: "支付", refunds: "退款", parcels: "包裹", timeline: "经过", customer_note: "买家留言", left: "待发", nothing_left: "没有待发的商品。",
    goods: "商品", whole: "剩余全部", by_piece: "按件", amount: "指定金额", refund_money: "退回：%{amount}", refund_left: "可退：%{amount}", refund_lines: "退款件数：%{count}", restock: "商品退回库存", restock_yes: "%{count} 件退回库存。",
    restock_no: "库存不变。", refund_estimate: "按件估算。优惠和税额由系统精确计算，退款不会超过已付金额。", checked: "请先选择退多少，再核对。", ship_hint: "尚未装入任何包裹的商品。", own_waybill: "运单号（留空由承运商生成）", capture_hint: "已授权 %{amount}，现在请款。", ship_after: "系统会通知买家。",
  },
  dash: {
    orders: "订单", revenue: "销售额", units: "件数", trend: "最近 14 天", work: "待办", to_ship: "待发货", exceptions: "异常", returns: "待处理售后", tasks: "财务待办", quarantine: "隔离", held: "已暂停", dead: "死信",
    none: "没有待办。", more: "%{count}+",
  },
  goods: { basics: "基本", texts: "文字", variants: "规格与库存", zh: "中文", en: "英文", title_needed: "至少填写一种语言的标题。", first_variant: "第一个规格", published_hint: "买家可见。", draft_hint: "买家不可见。", reason: "原因", stock_hint: "按条码查找商品，或从列表选择；库存按规格管理。", delta: "增减件数", counted: "盘点件数", movements: "变动记录", seo: "搜索引擎", other: "其他语言保持不变。" },
  people: { orders: "订单", notes: "备注", consents: "授权同意", addresses: "地址", messages: "消息", cases: "售后", refused: "需要权限 %{permission}。", unavailable: "暂时不可用。" },
  field: {
    number: "编号", placed_at: "下单时间", title: "名称", "totals.total": "合计", status: "状态", payment_status: "支付状态", fulfilment_status: "履约状态", q: "搜索", from: "从", to: "到", email: "邮箱", sku: "货号", kind: "类型", detail: "说明",
    suggested_action: "建议操作", at: "时间", state: "状态", note: "备注", amount: "金额", opened_at: "发起时间", deadline: "期限", carrier: "承运商", waybill: "运单号", created_at: "创建时间", shipped_at: "发货时间", warehouse_id: "仓库", requested_at: "请求时间",
    expires_at: "到期时间", about: "关于", product: "商品", hazard: "危害", price_from: "起价", variant_count: "规格数", stock_state: "库存", updated_at: "更新时间", barcode: "条码", name: "名称", priority: "优先级", active: "启用", slug: "网址名", parent_id: "上级",
    sort: "排序", external_id: "外部编号", code: "代码", phone: "电话", registered_at: "注册时间", has_orders: "有订单", edited_at: "修改时间", starts_at: "开始", ends_at: "结束", distribution: "发放方式", description: "说明", stopped: "已停用", left: "剩余", price: "价格",
    quota: "数量", opens_at: "开始", closes_at: "结束", reference: "流水号", provider: "渠道", captured: "已收", refunded: "已退", order_number: "订单", reason: "原因", received_at: "收到时间", cause: "事由", order_id: "订单", payment_id: "支付", account: "科目", order: "订单",
    day: "日期", lines: "行数", differences: "差异", gross: "总额", fees: "手续费", net: "净额", total: "合计", issued_at: "开具时间", event: "事件", channel: "渠道", recipient: "收件人", sent_at: "发送时间", category: "分类", url: "地址", "progress.done": "已完成",
    "progress.failed": "失败", finished_at: "结束时间", waiting: "等待", worked_on: "处理中", dead_letters: "死信", oldest_seconds: "最早（秒）", expression: "计划", last_run: "上次运行", succeeded_at: "上次成功", next_run: "下次运行", late: "延迟", "actor.id": "操作者", action: "操作",
    subject: "对象", source_ip: "来源地址", roles: "角色", since: "加入时间", built_in: "内置", people: "人数", last_used_at: "上次使用", revoked_at: "吊销时间", rate: "税率", country: "国家", tax_class: "税类", enabled: "启用", adapter: "接口", quantity: "数量", unit_price: "单价",
    discount: "优惠", subtotal: "小计", shipping: "运费", tax: "税", list_price: "原价", on_hand: "在库", reserved: "已占用", available: "可用", warehouse: "仓库", id: "编号", brief: "简介", currency: "币种", delta: "增减", language: "语言", version: "版本", grade: "成色", variant: "规格", options: "规格", actor: "操作者",
  },
  state: {
    pending_payment: "待付款", paid: "已付款", fulfilling: "备货中", shipped: "已发货", delivered: "已送达", completed: "已完成", cancelled: "已取消", imported: "已导入", unpaid: "未付款", authorized: "已授权", partially_paid: "部分付款", partially_refunded: "部分退款", refunded: "已退款", disputed: "争议中",
    charged_back: "已拒付", unfulfilled: "未发货", partial: "部分发货", fulfilled: "已发货", returned: "已退回", open: "待处理", closed: "已关闭", all: "全部", requested: "已申请", counter_offered: "已还价", approved: "已同意", in_transit: "运输中", received: "已收到", inspected: "已验收",
    escalated: "已升级", rejected: "已拒绝", return: "退货", refund_only: "仅退款", reship: "补发", claim: "索赔", exchange: "换货", withdrawal: "撤回", repair: "维修", draft: "草稿", published: "已上架", unpublished: "已下架", in_stock: "有货", low_stock: "低库存", out_of_stock: "缺货",
    leaving: "注销中", active: "正常", suspended: "已停用", invited: "已邀请", queued: "排队中", running: "进行中", succeeded: "成功", failed: "失败", done: "已完成", applied: "已入账", dismissed: "已忽略", pending: "处理中", captured: "已收款", voided: "已撤销", late: "迟到", duplicate: "重复", mismatch: "金额不符",
    scheduled: "已计划", stopped: "已停止", ended: "已结束", created: "已创建", creating: "创建中", cancelling: "取消中", stuck: "停滞", came_back: "退回", on_hold: "已暂停", not_booked: "未下单", not_collected: "未揽收", not_allocated: "未分配", paid_not_picked: "已付未拣", refund_pending: "退款未到", return_stuck: "售后停滞",
    PENDING: "待下单", INFO_RECEIVED: "已下单", PICKED_UP: "已揽收", IN_TRANSIT: "运输中", OUT_FOR_DELIVERY: "派送中", DELIVERED: "已签收", EXCEPTION: "异常", CANCELLED: "已取消", as_new: "完好", used: "使用过", damaged: "损坏", not_ours: "非本店商品", invoice: "发票", credit_note: "红字发票",
    email: "邮件", sms: "短信", public: "公开", enabled: "启用", disabled: "停用", sent: "已发送", catalog_import: "商品导入",
  },
};
